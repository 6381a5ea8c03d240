"""The matcher's client, without LocalStack: `SIGNALARM_MATCHER` names the program."""

import sys
import threading
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from signalarm_localstack.matcher import Matcher, MatcherLost, Refused  # noqa: E402


def metric_filter(pattern, **transformation):
    whole = {"metricName": "m", "metricNamespace": "n", "metricValue": "1", **transformation}
    return {"filterName": "f", "filterPattern": pattern, "metricTransformations": [whole]}


class MatcherTest(unittest.TestCase):
    def setUp(self):
        self.matcher = Matcher()
        self.addCleanup(self.matcher.close)

    def test_messages_are_told_apart(self):
        messages = ['{"eventName": "ConsoleLogin"}', "no JSON", '{"eventName": "Größe"}']
        self.assertEqual(self.matcher.matches("{ $.eventName = Console* }", messages), [0])
        self.assertEqual(self.matcher.matches("{ $.eventName = *e }", messages), [2])

    def test_a_filter_that_aws_refuses_is_refused(self):
        with self.assertRaises(Refused) as raised:
            self.matcher.validate(metric_filter("{ $.a == 1 }"))
        self.assertEqual(raised.exception.message, "Invalid metric filter pattern")
        self.matcher.validate(metric_filter("{ $.a = 1 }", defaultValue=0))

    def test_log_events_become_samples(self):
        events = [{"timestamp": 1_767_603_600_000 + number, "message": f'{{"n": {number}}}'} for number in range(2_000)]
        samples = self.matcher.samples(metric_filter("{ $.n >= 1999 }", metricValue="$.n", defaultValue=0), events)
        self.assertEqual(len(samples), 2_000)
        self.assertEqual([one["value"] for one in samples if one["matched"]], [1_999.0])

    def test_a_matcher_that_has_ended_is_started_again(self):
        self.assertEqual(self.matcher.matches("a", ["a"]), [0])
        self.matcher._process.kill()
        self.matcher._process.wait()
        self.assertEqual(self.matcher.matches("a", ["a"]), [0])

    def test_many_threads_ask_at_once(self):
        answers = {}

        def ask(number):
            answers[number] = self.matcher.matches(f"n{number:02}", [f"n{other:02}" for other in range(20)])

        threads = [threading.Thread(target=ask, args=(number,)) for number in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(answers, {number: [number] for number in range(20)})

    def test_a_program_that_is_not_there_is_told(self):
        with self.assertRaisesRegex(MatcherLost, "SIGNALARM_MATCHER"):
            Matcher("/no/such/program").matches("a", ["a"])

    def test_a_program_that_is_no_matcher_is_told(self):
        with self.assertRaisesRegex(MatcherLost, "ended without an answer"):
            Matcher(sys.executable).matches("a", ["a"])


if __name__ == "__main__":
    unittest.main()
