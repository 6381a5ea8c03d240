//! Pictures as SVG: rectangles, lines and texts, readable on light and on dark ground, without scripts.

/// A picture that grows as it is drawn on. Lengths are in pixels at the picture's own size.
pub(crate) struct Picture {
    width: u32,
    height: u32,
    title: String,
    style: String,
    body: String,
}

/// How things look; the classes are used by [`Picture`]'s callers.
const STYLE: &str = "\
text{font:12px system-ui,sans-serif;fill:#1f2328}\
.small{font-size:10px}.faint{fill:#59636e}.strong{font-weight:600}\
.ok{fill:#2da44e}.alarm{fill:#cf222e}.grey{fill:#afb8c1}.bar{fill:#0969da}.mark{fill:#1f2328}.ring{fill:none;stroke:#1f2328}\
.line{stroke:#d0d7de;stroke-width:1}.ground{fill:#ffffff}\
@media(prefers-color-scheme:dark){text{fill:#e6edf3}.faint{fill:#9198a1}.grey{fill:#59636e}.mark{fill:#e6edf3}\
.ring{stroke:#e6edf3}.line{stroke:#3d444d}.ground{fill:#0d1117}}";

impl Picture {
    pub(crate) fn new(width: u32, height: u32, title: &str) -> Self {
        Self { width, height, title: title.to_owned(), style: String::new(), body: String::new() }
    }

    /// More classes, for this picture alone.
    pub(crate) fn style(&mut self, css: &str) {
        self.style.push_str(css);
    }

    /// A rectangle; `told` is what a pointer over it shows.
    pub(crate) fn rectangle(&mut self, class: &str, (x, y): (f64, f64), (width, height): (f64, f64), told: &str) {
        self.body.push_str(&format!(
            "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\">{}</rect>\n",
            title(told)
        ));
    }

    /// A filled circle.
    pub(crate) fn circle(&mut self, class: &str, (x, y): (f64, f64), radius: f64, told: &str) {
        self.body.push_str(&format!(
            "<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\">{}</circle>\n",
            title(told)
        ));
    }

    /// A line through points; `told` is what a pointer over it shows.
    pub(crate) fn path(&mut self, class: &str, points: &[(f64, f64)], told: &str) {
        let points: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        self.body.push_str(&format!(
            "<polyline class=\"{class}\" points=\"{}\">{}</polyline>\n",
            points.join(" "),
            title(told)
        ));
    }

    /// An upright line.
    pub(crate) fn upright(&mut self, x: f64, (top, bottom): (f64, f64)) {
        self.body.push_str(&format!(
            "<line class=\"line\" x1=\"{x:.1}\" y1=\"{top:.1}\" x2=\"{x:.1}\" y2=\"{bottom:.1}\"/>\n"
        ));
    }

    /// A text that begins at a place.
    pub(crate) fn text(&mut self, class: &str, (x, y): (f64, f64), text: &str) {
        self.body.push_str(&format!("<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\">{}</text>\n", escaped(text)));
    }

    /// The whole document.
    pub(crate) fn document(self) -> String {
        let Self { width, height, title, style, body } = self;
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
             role=\"img\">\n<title>{}</title>\n<style>{STYLE}{style}</style>\n\
             <rect class=\"ground\" width=\"{width}\" height=\"{height}\"/>\n{body}</svg>\n",
            escaped(&title)
        )
    }
}

fn title(told: &str) -> String {
    if told.is_empty() { String::new() } else { format!("<title>{}</title>", escaped(told)) }
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // XML has no way to write the other control characters.
            c if c.is_control() && !matches!(c, '\n' | '\t') => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_cannot_leave_their_place() {
        assert_eq!(escaped("a<b>&\"c\"\u{1b}"), "a&lt;b&gt;&amp;&quot;c&quot;\u{fffd}");
    }
}
