//! Runs on targets that are seen from outside: what they cannot prove, and which links they proved.

use insta::assert_snapshot;
use signalarm_account::Link;
use signalarm_alert::Config;
use signalarm_report::{Mask, Totals, annotations, scenarios_json, scenarios_markdown, scenarios_text, transcript};
use signalarm_scenario::{Act, Judgement, LinkProof, Notified, Proof, Received, Run};

use crate::{CONFIG, config, played};

const UNJUDGED: &str = "account 123456789012 matches\nevery event";

/// The run as a target tells it that receives what is sent, and neither counts nor has a trail.
pub(crate) fn outside(config: &Config) -> Run {
    let mut run = played(config);
    run.target = "localstack";
    run.hearings.clear();
    run.acts = run.acts.iter().filter_map(received).collect();
    run.verdicts[0].judgement = Judgement::NotProvable(UNJUDGED.to_owned());
    run.links = vec![
        link(Link::Subscription, Proof::Proved("a queue received what was sent".to_owned())),
        link(Link::Trail, Proof::NotProved("records are put into the log group".to_owned())),
        link(Link::LogGroup, Proof::Proved(String::new())),
    ];
    run
}

fn link(link: Link, proof: Proof) -> LinkProof {
    LinkProof { link, proof }
}

fn received(act: &Act) -> Option<Act> {
    let Notified { at, alarm, state, endpoint, .. } = act.notified()?;
    let (alarm, endpoint) = (alarm.to_owned(), endpoint.clone());
    let text = format!("{{\"AlarmName\":\"{alarm}\",\n\"AWSAccountId\":\"123456789012\"}}");
    Some(Act::Received(Received { at, alarm, state, endpoint, text }))
}

pub(crate) fn unplayed(config: &Config) -> Run {
    Run::not_provable(&played(config).scenario, "localstack", "account 123456789012 has no trail to stop")
}

#[test]
fn text_and_links() {
    let config = config(CONFIG);
    let (judged, unplayed) = (outside(&config), unplayed(&config));
    let mask = Mask::of(&judged.chain);
    let mut other = outside(&config);
    other.links[1].proof = Proof::NotProved("account 123456789012 has no trail".to_owned());
    other.links.remove(2);
    other.verdicts[1].judgement = Judgement::NotProvable(UNJUDGED.to_owned());
    let runs = [
        ("f.toml".to_owned(), &judged, &mask),
        ("g.toml".to_owned(), &unplayed, &mask),
        ("h.toml".to_owned(), &other, &mask),
    ];
    assert_snapshot!(scenarios_text(&runs, &[]), @r#"
    ok       the-name
             the title
               +0:03:36  signin-console-failure-iam ALARM by email
               +0:05:54  signin-console-success-root ALARM by sms
      f.toml:9: expected from +0:02:00 to +0:22:00: signin-console-success-root notifies by sms once
              not provable here: account ************ matches\u{a}every event

    NOT PROVABLE the-name
             the title
      g.toml: not played: account ************ has no trail to stop

    NOT PROVABLE the-name
             the title
               +0:03:36  signin-console-failure-iam ALARM by email
               +0:05:54  signin-console-success-root ALARM by sms
      h.toml:9: expected from +0:02:00 to +0:22:00: signin-console-success-root notifies by sms once
              not provable here: account ************ matches\u{a}every event
      h.toml:14: expected from +0:02:00 to +0:22:00: signin-console-success-root notifies by sms with {"AlarmArn":"arn:aws:cloudwatch:us-east-1:************:alarm:signin-console-success-root"}
              not provable here: account ************ matches\u{a}every event

    what the localstack proved, link by link:
      trail         not proved: records are put into the log group (1 scenario)
                                account ************ has no trail (1 scenario)
      log group     proved
      subscription  proved: a queue received what was sent

    3 scenarios on the localstack: 1 passed, 2 not provable here
    "#);
    assert_eq!(Totals::of(&runs, &[]), Totals { passed: 1, differ: 0, not_provable: 2, faulty: 0 });
    assert_snapshot!(annotations(&runs, &[]), @r#"
    ::notice file=f.toml,line=9,title=the title::expected that signin-console-success-root notifies by sms once; not provable on the localstack: account ************ matches%0Aevery event
    ::notice file=g.toml,line=1,title=the title::the scenario is not provable on the localstack: account ************ has no trail to stop
    ::notice file=h.toml,line=9,title=the title::expected that signin-console-success-root notifies by sms once; not provable on the localstack: account ************ matches%0Aevery event
    ::notice file=h.toml,line=14,title=the title::expected that signin-console-success-root notifies by sms with {"AlarmArn":"arn:aws:cloudwatch:us-east-1:************:alarm:signin-console-success-root"}; not provable on the localstack: account ************ matches%0Aevery event
    "#);
    assert_snapshot!(scenarios_markdown(&runs, &[]), @r"
    ### Scenarios on the localstack: 1 passed, 0 differ, 2 not provable, 0 unreadable

    | | scenario | result | what differs or is not provable here |
    |---|---|---|---|
    | ➖ | the title (g.toml) | not provable | account \*\*\*\*\*\*\*\*\*\*\*\* has no trail to stop |
    | ➖ | the title (h.toml) | not provable | account \*\*\*\*\*\*\*\*\*\*\*\* matches\\u{a}every event |
    | ✅ | the title (f.toml) | passed | account \*\*\*\*\*\*\*\*\*\*\*\* matches\\u{a}every event |

    What the localstack proved, link by link:

    - trail: not proved: records are put into the log group (1 scenario); account \*\*\*\*\*\*\*\*\*\*\*\* has no trail (1 scenario)
    - log group: proved
    - subscription: proved: a queue received what was sent
    ");
}

/// Who does not listen cannot say that nothing is heard.
#[test]
fn nothing_is_said_of_what_nobody_listens_to() {
    let mut run = outside(&config(CONFIG));
    run.acts.clear();
    let text = |run: &Run| scenarios_text(&[("f.toml".to_owned(), run, &Mask::nothing())], &[]);
    assert!(text(&run).contains("nothing   is heard\n"));
    run.links[0].proof = Proof::NotProved("no queue".to_owned());
    assert!(text(&run).contains("nothing   is seen of what is heard\n"));
}

#[test]
fn a_transcript() {
    let config = config(CONFIG);
    let run = outside(&config);
    assert_snapshot!(transcript(&run, &Mask::of(&run.chain)), @r#"
    the title
    seen from outside, target localstack

                  settled   signin-console-failure-iam is OK
                  settled   signin-console-success-iam is OK
                  settled   signin-console-failure-root is OK
                  settled   signin-console-success-root is OK
                  settled   signin-console-tampering is OK
                  settled   signin-console-silence is OK
    +0:03:36.973  email     c***@corp.example is sent ALARM: "signin-console-failure-iam"
    +0:03:36.973            {"AlarmName":"signin-console-failure-iam",\u{a}"AWSAccountId":"************"}
    +0:03:36.973  email     o***@corp.example is sent ALARM: "signin-console-failure-iam"
    +0:03:36.973            {"AlarmName":"signin-console-failure-iam",\u{a}"AWSAccountId":"************"}
    +0:05:54.253  sms       +***23 is sent ALARM: "signin-console-success-root"
    +0:05:54.253            {"AlarmName":"signin-console-success-root",\u{a}"AWSAccountId":"************"}
    +0:05:54.253  sms       +***78 is sent ALARM: "signin-console-success-root"
    +0:05:54.253            {"AlarmName":"signin-console-success-root",\u{a}"AWSAccountId":"************"}

    expected:
      n/a     line 9, +0:02:00 to +0:22:00: signin-console-success-root notifies by sms once; not provable here: account ************ matches\u{a}every event
      ok      line 14, +0:02:00 to +0:22:00: signin-console-success-root notifies by sms with {"AlarmArn":"arn:aws:cloudwatch:us-east-1:************:alarm:signin-console-success-root"}

    what the localstack proved, link by link:
      trail         not proved: records are put into the log group
      log group     proved
      subscription  proved: a queue received what was sent
    "#);
    let run = unplayed(&config);
    assert_snapshot!(transcript(&run, &Mask::of(&run.chain)), @r#"
    the title
    on the localstack, seed 1, from 2026-01-05T09:00:00Z, another API call every 1m
    account ************, Region us-east-1

    not played: account ************ has no trail to stop

    expected:
      n/a     line 9, +0:02:00 to +0:22:00: signin-console-success-root notifies by sms once; not provable here: account ************ has no trail to stop
      n/a     line 14, +0:02:00 to +0:22:00: signin-console-success-root notifies by sms with {"AlarmArn":"arn:aws:cloudwatch:us-east-1:************:alarm:signin-console-success-root"}; not provable here: account ************ has no trail to stop
    "#);
}

#[test]
fn json() {
    let config = config(CONFIG);
    let run = outside(&config);
    let text =
        scenarios_json(&[("f.toml".to_owned(), &run, &Mask::of(&run.chain))], &[], &[("h.toml", "it went away")]);
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document["lost"].to_string(), r#"[{"file":"h.toml","why":"it went away"}]"#);
    assert_eq!(document["passed"], false);
    let told = &document["scenarios"][0];
    assert_eq!(told["notifications"].as_array().unwrap().len(), 4);
    assert_snapshot!(format!("{:#}", told["expectations"][0]), @r#"
    {
      "line": 9,
      "expected": "signin-console-success-root notifies by sms once",
      "from_seconds": 120,
      "until_seconds": 1320,
      "judgement": "not provable",
      "holds": false,
      "seen": null,
      "not_provable": "account ************ matches\nevery event"
    }
    "#);
    assert_snapshot!(format!("{} {:#}", told["result"], told["links"]), @r#"
    "passed" [
      {
        "link": "trail",
        "proved": false,
        "how": [],
        "reasons": [
          {
            "why": "records are put into the log group",
            "scenarios": 1
          }
        ]
      },
      {
        "link": "log group",
        "proved": true,
        "how": [],
        "reasons": []
      },
      {
        "link": "subscription",
        "proved": true,
        "how": [
          "a queue received what was sent"
        ],
        "reasons": []
      }
    ]
    "#);
    let unplayed = unplayed(&config);
    let text = scenarios_json(&[("f.toml".to_owned(), &unplayed, &Mask::of(&run.chain))], &[], &[]);
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    let told = &document["scenarios"][0];
    assert_eq!((&told["result"], &told["passed"]), (&"not provable".into(), &false.into()));
    assert_eq!(told["not_played"], "account ************ has no trail to stop");
    // Nothing differs.
    assert_eq!(document["passed"], true);
}
