//! Options that do not go together.

use clap::Parser;
use rstest::rstest;

use super::{Line, MadeRim, PASSES, played};
use crate::Exit;

/// What does not go together is said before anything is played.
#[rstest]
#[case("--endpoint-url http://h:1", false)]
#[case("--target mocks --endpoint-url http://h:1", false)]
#[case("--target all --endpoint-url http://h:1", false)]
#[case("--target ministack --endpoint-url http://h:1", true)]
#[case("--target localstack --endpoint-url http://h:1", true)]
#[case("--image a:b", false)]
#[case("--target mocks --image a:b", false)]
#[case("--target ministack --image a:b", false)]
#[case("--target localstack --image a:b", true)]
#[case("--account 111122223333", false)]
#[case("--target all --account 111122223333", false)]
#[case("--target mocks --quiet", false)]
#[case("--target ministack --dry-run", false)]
#[case("--yes", false)]
#[case("--profile p", false)]
#[case("--evidence folder", false)]
#[case("--target aws --image a:b", false)]
#[case("--target aws --account 111122223333 --quiet --announce --max-wait 45m --region eu-west-1", true)]
#[case("--target aws --endpoint-url http://h:1 --dry-run", true)]
#[case("--target all --image a:b", true)]
fn options_that_do_not_go_together(#[case] arguments: &str, #[case] is_fine: bool) {
    let line = Line::try_parse_from(std::iter::once("run").chain(arguments.split_whitespace())).unwrap();
    assert_eq!(line.run.misuse().is_none(), is_fine);
    if !is_fine {
        let test = format!("misuse-{}", arguments.replace([' ', '/', ':'], "-"));
        let rim = MadeRim::missing();
        assert_eq!(played(&test, &[PASSES], arguments, Some(&rim)), (String::new(), Exit::Faulty));
        assert!(rim.log.lock().unwrap().is_empty());
    }
}

#[rstest]
#[case("--target localstack --endpoint-url http://h:1 --image a:b")]
#[case("--target localstack --endpoint-url=")]
#[case("--target nowhere")]
#[case("--target aws --account 12345")]
#[case("--target aws --max-wait soon")]
fn what_clap_refuses(#[case] arguments: &str) {
    assert!(Line::try_parse_from(std::iter::once("run").chain(arguments.split_whitespace())).is_err());
}
