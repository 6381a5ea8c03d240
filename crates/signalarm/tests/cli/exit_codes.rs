//! 0 all as it should be, 1 a scenario differs, 2 faulty input or usage.

use rstest::rstest;

use crate::{DIFFERS, FAULTY, Folder, GOOD, RECORDS};

#[rstest]
#[case("scenario run good.toml", 0)]
#[case("scenario run differs.toml", 1)]
#[case("scenario run faulty.toml", 2)]
#[case("scenario run good.toml differs.toml", 1)]
#[case("scenario run differs.toml faulty.toml good.toml", 2)]
#[case("scenario run good.toml missing.toml", 2)]
#[case("scenario run good.toml bytes.toml", 2)]
#[case("scenario run empty", 2)]
#[case("scenario run .", 2)]
#[case("scenario run", 2)]
#[case("scenario run --config good.toml good.toml", 2)]
#[case("scenario run --config missing.toml good.toml", 2)]
#[case("scenario run --target nowhere good.toml", 2)]
#[case("scenario run --endpoint-url http://localhost:4566 good.toml", 2)]
#[case("scenario run --target all --endpoint-url http://localhost:4566 good.toml", 2)]
#[case("scenario run --target ministack --image localstack/localstack:4.14.0 good.toml", 2)]
#[case("scenario run --target localstack --endpoint-url http://localhost:4566 --image a:b good.toml", 2)]
#[case("scenario run --account 111122223333 good.toml", 2)]
#[case("scenario run --target all --quiet good.toml", 2)]
#[case("drill log empty", 0)]
#[case("drill log missing", 2)]
#[case("deploy --account 111122223333", 2)]
#[case("deploy --verify --plan", 2)]
#[case("scenario run --format github differs.toml", 1)]
#[case("scenario run --format json differs.toml", 1)]
#[case("scenario check good.toml differs.toml", 0)]
#[case("scenario check good.toml faulty.toml", 2)]
#[case("scenario check empty", 2)]
#[case("scenario schema", 0)]
#[case("replay good.json", 0)]
#[case("replay --delay --seed 7 --format json good.json", 0)]
#[case("replay good.json truncated.json.gz", 2)]
#[case("replay good.json bytes.json", 2)]
#[case("replay good.json missing.json", 2)]
#[case("replay good.toml", 2)]
#[case("replay empty", 2)]
#[case("replay", 2)]
#[case("replay --seed -1 good.json", 2)]
#[case("alarm timeline --at 10:03,10:04 --at 2026-01-01T10:30:00Z", 0)]
#[case("alarm timeline --at 10:03 --delay 0s --activity none --format json", 0)]
#[case("alarm timeline --at 10:03 --format svg", 0)]
#[case("alarm timeline --at 10:03 --record good.json --until 10:30", 0)]
#[case("alarm timeline --at 10:03 --record empty.json", 2)]
#[case("alarm timeline", 2)]
#[case("alarm timeline --at noon", 2)]
#[case("alarm timeline --at 10:03 --until 10:02", 2)]
#[case("alarm timeline --at 10:03 --alert nobody", 2)]
#[case("alarm timeline --at 10:03 --delay 5", 2)]
#[case("alarm timeline --at 10:03 --config good.toml", 2)]
#[case("alarm advise --seeds 0", 2)]
#[case("alarm advise --seeds 1001", 2)]
#[case("alarm advise --alert signin-console-silence", 2)]
#[case("explain good.json", 0)]
#[case("explain good.toml", 2)]
#[case("explain bytes.json", 2)]
#[case("explain missing.json", 2)]
#[case("explain empty", 2)]
#[case("explain", 2)]
#[case("dance", 2)]
#[case("--help", 0)]
#[case("--version", 0)]
fn tell_how_it_went(#[case] arguments: &str, #[case] code: i32) {
    let folder = Folder::new(&format!("exit {arguments}"))
        .with("good.toml", GOOD)
        .with("differs.toml", DIFFERS)
        .with("faulty.toml", FAULTY)
        .with("bytes.toml", b"title = '\xff'")
        .with("good.json", RECORDS)
        .with("bytes.json", b"{\"Records\":[\xff]}")
        .with("truncated.json.gz", b"\x1f\x8b\x08\x00")
        .with("empty/.keep", "");
    let ran = folder.run(arguments);
    assert_eq!(ran.code, code, "{ran:#?}");
    assert!(!ran.errors.contains("panicked"), "{ran:#?}");
    assert_eq!(
        ran.code == 2,
        !ran.errors.is_empty(),
        "who gets a 2 is told why, and nobody else is told anything: {ran:#?}"
    );
}
