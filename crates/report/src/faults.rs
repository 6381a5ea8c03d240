//! Faults as a person likes to read them: the place drawn, what is wrong, and how to put it right.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use signalarm_diagnostic::{Fault, Faulty, harmless_lines};

/// Whether text may carry colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Text alone.
    Plain,
    /// Text with terminal escapes for colours.
    Coloured,
}

/// A line longer than this is not drawn: nobody finds a place in it. The place is then told in words.
const DRAWN_LINE_CHARS_MAX: usize = 1_000;

/// All faults of a file.
#[must_use]
pub fn faults(faulty: &Faulty, style: Style) -> String {
    let drawn = faulty.faults.iter().map(|fault| draw(Level::ERROR, faulty, fault, style));
    drawn.collect::<Vec<String>>().join("\n\n")
}

/// One fault, or something less than a fault that has the same parts.
pub(crate) fn draw(level: Level<'static>, faulty: &Faulty, fault: &Fault, style: Style) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Coloured => Renderer::styled(),
    };
    renderer.decor_style(DecorStyle::Ascii).render(&[group(level, faulty, fault)])
}

fn group<'f>(level: Level<'static>, faulty: &'f Faulty, fault: &'f Fault) -> Group<'f> {
    let (line, column) = faulty.line_and_column(fault.span.start);
    let (start, text) = surroundings(&faulty.text, fault.span.start);
    let is_drawn = !text.is_empty() && text.lines().all(|line| line.len() <= DRAWN_LINE_CHARS_MAX);
    let message = harmless_lines(&fault.message);
    let title = match is_drawn {
        true => message,
        false if faulty.text.is_empty() => format!("{}: {message}", faulty.name),
        false => format!("{}:{line}:{column}: {message}", faulty.name),
    };
    let mut group = Group::with_title(level.primary_title(title));
    if is_drawn {
        let first_line = faulty.text[..start].matches('\n').count() + 1;
        let begin = text.floor_char_boundary(fault.span.start.saturating_sub(start));
        let end = text.floor_char_boundary(fault.span.end.saturating_sub(start)).max(begin);
        let annotation = AnnotationKind::Primary.span(begin..end).label(harmless_lines(&fault.label));
        let snippet = Snippet::source(text).path(faulty.name.as_str()).line_start(first_line).annotation(annotation);
        group = group.element(snippet);
    }
    match fault.cure.as_str() {
        "" => group,
        cure => group.element(Level::HELP.message(harmless_lines(cure))),
    }
}

/// The line of a place with its neighbours, and the byte at which they begin.
fn surroundings(text: &str, byte: usize) -> (usize, &str) {
    let line_start = |before: usize| text[..before].rfind('\n').map_or(0, |newline| newline + 1);
    let byte = text.floor_char_boundary(byte);
    let start = line_start(line_start(byte).saturating_sub(1));
    let line_end = |from: usize| text[from..].find('\n').map_or(text.len(), |newline| from + newline + 1);
    let end = line_end(line_end(byte));
    (start, &text[start..end])
}
