"""Asks `signalarm matcher --stdio`: one process, a line of JSON for each question."""

import json
import os
import queue
import subprocess
import threading

#: The environment variable that names the program.
PROGRAM_VARIABLE = "SIGNALARM_MATCHER"
#: The program where it names none; looked for on the PATH.
PROGRAM = "signalarm"
#: How long an answer may take, in seconds: a megabyte of log events takes less than one.
ANSWER_SECONDS_MAX = 30
#: How often one question is asked: a second time where the program had ended meanwhile.
ASKED_MAX = 2


class MatcherLost(Exception):
    """The matcher does not run, or does not answer."""


class Refused(Exception):
    """AWS would refuse this."""

    def __init__(self, code, message):
        super().__init__(f"{code}: {message}")
        self.code, self.message = code, message


class Matcher:
    """The matcher, started with the first question and again when it has ended."""

    def __init__(self, program=None):
        self._program = program or os.environ.get(PROGRAM_VARIABLE) or PROGRAM
        self._lock = threading.Lock()
        self._process = None
        self._answers = None

    def matches(self, pattern, messages):
        """The places of the messages that a pattern matches, from 0."""
        return self._ask("test", {"filterPattern": pattern, "logEventMessages": messages})["matches"]

    def validate(self, request):
        """Raises `Refused` where AWS would refuse such a PutMetricFilter."""
        self._ask("validate", request)

    def samples(self, metric_filter, log_events):
        """What log events, each with `timestamp` and `message`, add to the filter's metric."""
        return self._ask("apply", {"filter": metric_filter, "logEvents": log_events})["samples"]

    def close(self):
        """Ends the program."""
        with self._lock:
            self._end()

    def _ask(self, verb, question):
        line = json.dumps({verb: question}) + "\n"
        with self._lock:
            for _ in range(ASKED_MAX):
                answer = self._send(line)
                if answer is not None:
                    break
            else:
                raise MatcherLost(f"{self._program} ended without an answer")
        answer = json.loads(answer)
        if "refused" in answer:
            raise Refused(**answer["refused"])
        if "error" in answer:
            raise MatcherLost(f"{self._program} did not understand a question: {answer['error']}")
        return answer

    def _send(self, line):
        """The answer; None where the program has ended."""
        if self._process is None or self._process.poll() is not None:
            self._start()
        try:
            self._process.stdin.write(line)
            self._process.stdin.flush()
            answer = self._answers.get(timeout=ANSWER_SECONDS_MAX)
        except OSError:
            answer = None
        except queue.Empty:
            self._end()
            raise MatcherLost(f"{self._program} has not answered within {ANSWER_SECONDS_MAX} s") from None
        if answer is None:
            self._end()
        return answer

    def _start(self):
        command = [self._program, "matcher", "--stdio"]
        try:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
            )
        except OSError as error:
            raise MatcherLost(
                f"`{' '.join(command)}` does not start: {error}; put signalarm on the PATH, or name it in {PROGRAM_VARIABLE}"
            ) from error
        self._answers = queue.Queue()
        reader = threading.Thread(target=_read, args=(self._process.stdout, self._answers), daemon=True)
        reader.start()

    def _end(self):
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()


def _read(lines, answers):
    """Passes lines on; a None says that there are no more."""
    for line in lines:
        answers.put(line)
    answers.put(None)
