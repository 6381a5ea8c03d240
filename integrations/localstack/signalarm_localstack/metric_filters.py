"""Metric filters of CloudWatch Logs as AWS has them, in LocalStack's own provider."""

import logging

from localstack.aws.api import handler
from localstack.aws.api.logs import (
    InvalidParameterException,
    LogsApi,
    MetricFilterMatchRecord,
    ResourceNotFoundException,
    TestMetricFilterResponse,
)
from localstack.aws.connect import connect_to
from localstack.services.logs import provider as logs_provider
from localstack.services.logs.models import get_moto_logs_backend
from localstack.services.moto import call_moto
from localstack.utils.patch import patch
from moto.logs.models import LogsBackend

from .matcher import Matcher, Refused

LOG = logging.getLogger(__name__)

#: Datapoints of one PutMetricData (CloudWatch API Reference).
DATA_MAX = 1_000
#: Texts of one TestMetricFilter (CloudWatch Logs API Reference).
MESSAGES_MAX = 50

matcher = Matcher()


def install():
    """Puts everything into place; LocalStack's provider of CloudWatch Logs has not been made yet."""
    patch(logs_provider.LogsProvider.put_log_events)(_put_log_events)
    logs_provider.get_pattern_matcher = _pattern_matcher
    logs_provider.LogsProvider.put_metric_filter = put_metric_filter
    logs_provider.LogsProvider.test_metric_filter = test_metric_filter
    patch(LogsBackend.delete_log_group)(_delete_log_group)


def _put_log_events(_stock, _self, context, log_group_name, log_stream_name, log_events, *_arguments, **_named):
    # First, so that a refused call publishes nothing.
    response = call_moto(context)
    rejected = response.get("rejectedLogEventsInfo") or {}
    first = max(rejected.get("tooOldLogEventEndIndex") or 0, rejected.get("expiredLogEventEndIndex") or 0)
    taken = log_events[first : rejected.get("tooNewLogEventStartIndex")]
    backend = get_moto_logs_backend(context.account_id, context.region)
    filters = [one for one in backend.filters.metric_filters if one["logGroupName"] == log_group_name]
    if not (taken and filters):
        return response
    cloudwatch = connect_to(aws_access_key_id=context.account_id, region_name=context.region).cloudwatch
    for metric_filter in filters:
        try:
            _publish(cloudwatch, metric_filter, taken)
        except Exception:
            # The log events are stored: the call has succeeded, as it has on AWS. Whoever runs LocalStack is told.
            LOG.exception("the metric filter %s published nothing", metric_filter["filterName"])
    return response


def _publish(cloudwatch, metric_filter, log_events):
    """Publishes what log events add to a filter's metric, in the minutes of the log events."""
    events = [{"timestamp": event["timestamp"], "message": event["message"]} for event in log_events]
    samples = matcher.samples(_request(metric_filter), events)
    transformation = metric_filter["metricTransformations"][0]
    data = [
        {
            "MetricName": transformation["metricName"],
            "Dimensions": [{"Name": name, "Value": value} for name, value in sample["dimensions"].items()],
            "Timestamp": sample["timestamp"] / 1_000,
            "Value": sample["value"],
            "Unit": sample["unit"],
        }
        for sample in samples
    ]
    for start in range(0, len(data), DATA_MAX):
        cloudwatch.put_metric_data(
            Namespace=transformation["metricNamespace"], MetricData=data[start : start + DATA_MAX]
        )


def _request(metric_filter):
    """A filter as it was put."""
    names = ("filterName", "filterPattern", "logGroupName", "metricTransformations")
    return {name: metric_filter[name] for name in names if name in metric_filter}


def _pattern_matcher(pattern):
    """What LocalStack asks for FilterLogEvents and subscription filters."""
    return lambda _pattern, log_event: matcher.matches(pattern, [log_event["message"]]) == [0]


# LocalStack finds an operation by the name of its function.
@handler("PutMetricFilter", expand=False)
def put_metric_filter(_self, context, request):
    """A filter is checked as AWS checks it, and replaces one of its name."""
    backend = get_moto_logs_backend(context.account_id, context.region)
    if request["logGroupName"] not in backend.groups:
        raise ResourceNotFoundException("The specified log group does not exist.")
    try:
        matcher.validate(dict(request))
    except Refused as refused:
        raise InvalidParameterException(refused.message) from None
    # A filter of that name is replaced; moto would keep both.
    filters = backend.filters.metric_filters
    filters[:] = [one for one in filters if not _is_same(one, request)]
    call_moto(context)


def _is_same(one, request):
    return (one["logGroupName"], one["filterName"]) == (request["logGroupName"], request["filterName"])


@handler("TestMetricFilter")
def test_metric_filter(_self, context, filter_pattern, log_event_messages, **_named):
    """Which texts a pattern matches."""
    if not 1 <= len(log_event_messages) <= MESSAGES_MAX or not all(log_event_messages):
        raise InvalidParameterException(f"1 to {MESSAGES_MAX} messages of at least one character are tested at once")
    try:
        matches = matcher.matches(filter_pattern, list(log_event_messages))
    except Refused as refused:
        raise InvalidParameterException(refused.message) from None
    # AWS counts from 1.
    records = [
        MetricFilterMatchRecord(eventNumber=index + 1, eventMessage=log_event_messages[index], extractedValues={})
        for index in matches
    ]
    return TestMetricFilterResponse(matches=records)


def _delete_log_group(stock, self, log_group_name):
    stock(self, log_group_name)
    # The filters of a log group go with it.
    filters = self.filters.metric_filters
    filters[:] = [one for one in filters if one["logGroupName"] != log_group_name]


assert hasattr(LogsApi, "test_metric_filter"), "this LocalStack knows TestMetricFilter by another name"
