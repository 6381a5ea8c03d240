//! What machines read: the members of the documents, in their order, with examples of their values.

use insta::assert_snapshot;
use signalarm_alert::Config;
use signalarm_diagnostic::{Fault, Faulty};
use signalarm_report::{Mask, replay_json, scenarios_json};
use signalarm_scenario::{Delivery, replay};

use crate::{CONFIG, config, played, replayed};

fn faulty() -> Faulty {
    Faulty::new("faulty.toml", "one\ntwo", vec![Fault::new(5..6, "wrong").cure("write it right")]).unwrap()
}

#[test]
#[expect(clippy::too_many_lines, reason = "a snapshot")]
fn a_run_of_scenarios() {
    let config = config(CONFIG);
    let run = played(&config);
    let mask = Mask::of(&run.chain);
    let text = scenarios_json(&[("f.toml".to_owned(), &run, &mask)], &[faulty()], &[]);
    assert_snapshot!(text, @r#"
    {
      "format": 1,
      "passed": false,
      "scenarios": [
        {
          "name": "the-name",
          "file": "f.toml",
          "title": "the title",
          "target": "simulator",
          "seed": 1,
          "result": "differs",
          "passed": false,
          "not_played": null,
          "expectations": [
            {
              "line": 9,
              "expected": "signin-console-success-root notifies by sms once",
              "from_seconds": 120,
              "until_seconds": 1320,
              "judgement": "differs",
              "holds": false,
              "seen": "it notified 2 by sms",
              "not_provable": null
            },
            {
              "line": 14,
              "expected": "signin-console-success-root notifies by sms with {\"AlarmArn\":\"arn:aws:cloudwatch:us-east-1:************:alarm:signin-console-success-root\"}",
              "from_seconds": 120,
              "until_seconds": 1320,
              "judgement": "holds",
              "holds": true,
              "seen": null,
              "not_provable": null
            }
          ],
          "notifications": [
            {
              "time": "2026-01-05T09:03:36.973Z",
              "alert": "signin-console-failure-iam",
              "state": "ALARM",
              "protocol": "email",
              "subscriber": "c***@corp.example",
              "record_ids": [
                "e5ed6530-ae67-1cd9-72ee-4e78c57724a8"
              ]
            },
            {
              "time": "2026-01-05T09:03:36.973Z",
              "alert": "signin-console-failure-iam",
              "state": "ALARM",
              "protocol": "email",
              "subscriber": "o***@corp.example",
              "record_ids": [
                "e5ed6530-ae67-1cd9-72ee-4e78c57724a8"
              ]
            },
            {
              "time": "2026-01-05T09:05:54.253Z",
              "alert": "signin-console-success-root",
              "state": "ALARM",
              "protocol": "sms",
              "subscriber": "+***23",
              "record_ids": [
                "81804718-3c23-627a-8877-85a4722ed1f9"
              ]
            },
            {
              "time": "2026-01-05T09:05:54.253Z",
              "alert": "signin-console-success-root",
              "state": "ALARM",
              "protocol": "sms",
              "subscriber": "+***78",
              "record_ids": [
                "81804718-3c23-627a-8877-85a4722ed1f9"
              ]
            }
          ],
          "records": [
            {
              "time": "2026-01-05T09:02:00Z",
              "alert": "signin-console-failure-iam",
              "record_id": "e5ed6530-ae67-1cd9-72ee-4e78c57724a8",
              "heard": true,
              "lost_at": null,
              "reason": "heard at 09:03:36.973"
            },
            {
              "time": "2026-01-05T09:03:00Z",
              "alert": "signin-console-failure-iam",
              "record_id": "87f33745-ddc8-7fe8-90ee-46f53bfd50e9",
              "heard": false,
              "lost_at": "alarm",
              "reason": "swallowed: the alarm was in ALARM already, since 09:03:36.973"
            },
            {
              "time": "2026-01-05T09:04:00Z",
              "alert": "signin-console-success-root",
              "record_id": "81804718-3c23-627a-8877-85a4722ed1f9",
              "heard": true,
              "lost_at": null,
              "reason": "heard at 09:05:54.253"
            }
          ],
          "links": []
        }
      ],
      "lost": [],
      "faults": [
        {
          "file": "faulty.toml",
          "line": 2,
          "column": 2,
          "message": "wrong",
          "cure": "write it right"
        }
      ]
    }
    "#);
}

#[test]
#[expect(clippy::too_many_lines, reason = "a snapshot")]
fn a_replay() {
    let blind = config("format = 1\nalerts.signin-console-failure-root.pattern = '{ $.userIdentity.type = \"root\" }'");
    let text = replay_json(&replayed(&blind), 2, &[faulty()], &Mask::nothing());
    assert_snapshot!(text, @r#"
    {
      "format": 1,
      "files": 2,
      "records": 3,
      "repeated_ids": 0,
      "sign_ins": [
        {
          "outcome": "failure",
          "user_type": "iam",
          "count": 2
        },
        {
          "outcome": "failure",
          "user_type": "root",
          "count": 1
        }
      ],
      "notifications": [
        {
          "time": "2026-03-02T10:01:36.973Z",
          "alert": "signin-console-failure-iam",
          "state": "ALARM",
          "protocol": "email",
          "subscriber": "signin-console-failure-iam@example.com",
          "record_ids": [
            "00000000-0000-0000-0000-019cadfdb010"
          ]
        }
      ],
      "swallowed": [
        {
          "time": "2026-03-02T10:01:20Z",
          "alert": "signin-console-failure-iam",
          "record_id": "00000000-0000-0000-0000-019cadfec180",
          "heard": false,
          "lost_at": "alarm",
          "reason": "swallowed: the alarm was in ALARM already, since 10:01:36.973"
        }
      ],
      "unheard": [
        {
          "time": "2026-03-02T10:01:30Z",
          "alert": "signin-console-failure-root",
          "record_id": "00000000-0000-0000-0000-019cadfee890",
          "heard": false,
          "lost_at": "filter",
          "reason": "unheard: the filter did not match: $.userIdentity.type is \"Root\", the pattern asks for = \"root\" (they differ in upper and lower case)"
        }
      ],
      "faults": [
        {
          "file": "faulty.toml",
          "line": 2,
          "column": 2,
          "message": "wrong",
          "cure": "write it right"
        }
      ]
    }
    "#);
}

#[test]
fn nothing() {
    let replay = replay(Vec::new(), &Config::default(), Delivery::AtEventTime, 1);
    assert_snapshot!(replay_json(&replay.unwrap(), 0, &[], &Mask::nothing()), @r#"
    {
      "format": 1,
      "files": 0,
      "records": 0,
      "repeated_ids": 0,
      "sign_ins": [],
      "notifications": [],
      "swallowed": [],
      "unheard": [],
      "faults": []
    }
    "#);
    assert_snapshot!(scenarios_json(&[], &[], &[]), @r#"
    {
      "format": 1,
      "passed": true,
      "scenarios": [],
      "lost": [],
      "faults": []
    }
    "#);
}
