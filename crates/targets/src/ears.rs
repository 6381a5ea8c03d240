//! What subscribers of an emulator's topics are seen to be sent: on pages of the emulator, and by a server of ours.

use std::collections::{BTreeMap, BTreeSet};

use signalarm_drill::{Ears, Shown};
use signalarm_emulators::{Pages, Reach, Received, Sink, TextMessage};
use signalarm_notification::{Endpoint, Protocol};

/// Ears for one run.
pub(crate) struct PageEars {
    endpoint_url: String,
    /// The account of the run, which tells its mail from that of others.
    account: String,
    region: String,
    sms_page: bool,
    mail_page: bool,
    reach: Option<Reach>,
    sink: Option<Sink>,
    /// How many servers stand in for somebody's, each under a path of its own.
    servers: usize,
    /// What has been told, and how often.
    told: BTreeMap<Shown, usize>,
}

impl PageEars {
    pub(crate) fn new(
        endpoint_url: &str,
        (account, region): (&str, &str),
        (sms_page, mail_page): (bool, bool),
        reach: Option<Reach>,
    ) -> Self {
        Self {
            endpoint_url: endpoint_url.to_owned(),
            account: account.to_owned(),
            region: region.to_owned(),
            sms_page,
            mail_page,
            reach,
            sink: None,
            servers: 0,
            told: BTreeMap::new(),
        }
    }

    /// A server of ours; none where none can listen.
    fn sink(&mut self) -> Option<&Sink> {
        if let Some(reach) = self.reach.take() {
            self.sink = Sink::start(reach, &self.endpoint_url).ok();
        }
        self.sink.as_ref()
    }

    fn pages(&self) -> Pages<'_> {
        Pages::at(&self.endpoint_url)
    }

    fn text_messages(&self) -> Result<Vec<Shown>, String> {
        let messages = self.pages().text_messages(&self.account, &self.region).map_err(|fault| fault.to_string())?;
        let shown = |message: TextMessage| {
            Some(Shown { endpoint: Endpoint::Sms(message.phone_number.parse().ok()?), text: message.message })
        };
        Ok(messages.into_iter().filter_map(shown).collect())
    }

    fn mails(&self) -> Result<Vec<Shown>, String> {
        let mails = self.pages().mails().map_err(|fault| fault.to_string())?;
        let beginning = format!("{}.", self.account);
        let to = |addressee: &String, text: &str| {
            let own = addressee.starts_with(&beginning);
            let endpoint = Endpoint::Email(addressee.parse().ok().filter(|_| own)?);
            Some(Shown { endpoint, text: text.to_owned() })
        };
        Ok(mails.iter().flat_map(|mail| mail.addressees.iter().filter_map(|whom| to(whom, &mail.body))).collect())
    }

    fn posts(&self) -> Vec<Shown> {
        let Some(sink) = &self.sink else { return Vec::new() };
        let shown = |post: Received| {
            let endpoint = Endpoint::Server(format!("{}{}", sink.url(), post.path).parse().ok()?);
            Some(Shown { endpoint, text: post.message })
        };
        sink.received().into_iter().filter_map(shown).collect()
    }
}

impl Ears for PageEars {
    fn protocols(&self) -> BTreeSet<Protocol> {
        let seen = [
            (Protocol::Sms, self.sms_page),
            (Protocol::Email, self.mail_page),
            (Protocol::Http, self.sink.as_ref().is_some_and(Sink::was_reached)),
        ];
        seen.into_iter().filter(|(_, is_seen)| *is_seen).map(|(protocol, _)| protocol).collect()
    }

    fn stand_in(&mut self, endpoint: &Endpoint) -> Option<Endpoint> {
        match endpoint {
            // The page shows the mail of all accounts together.
            Endpoint::Email(address) if self.mail_page => {
                format!("{}.{address}", self.account).parse().ok().map(Endpoint::Email)
            }
            Endpoint::Server(url) if !url.is_encrypted() => {
                let path = self.servers;
                let url = format!("{}/{path}", self.sink()?.url());
                self.servers += 1;
                url.parse().ok().map(Endpoint::Server)
            }
            Endpoint::Email(_)
            | Endpoint::EmailJson(_)
            | Endpoint::Sms(_)
            | Endpoint::Sqs(_)
            | Endpoint::Server(_)
            | Endpoint::Lambda(_) => None,
        }
    }

    fn hear(&mut self) -> Result<Vec<Shown>, String> {
        let mut all = self.posts();
        if self.sms_page {
            all.extend(self.text_messages()?);
        }
        if self.mail_page {
            all.extend(self.mails()?);
        }
        let mut counted: BTreeMap<Shown, usize> = BTreeMap::new();
        all.retain(|shown| {
            let count = counted.entry(shown.clone()).or_default();
            *count += 1;
            self.told.get(shown).is_none_or(|told| told < count)
        });
        self.told = counted;
        Ok(all)
    }
}
