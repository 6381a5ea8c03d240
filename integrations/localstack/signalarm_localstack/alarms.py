"""Alarms that were made with tags can be listed, and keep their tags."""

from localstack.services.cloudwatch import provider_v2
from localstack.utils.aws import arns
from localstack.utils.patch import patch


def install():
    """LocalStack keeps the tags of PutMetricAlarm as a part of the alarm, which DescribeAlarms then cannot tell."""

    @patch(provider_v2.CloudwatchProvider.put_metric_alarm)
    def put_metric_alarm(stock, self, context, request):
        tags = request.pop("Tags", None) or []
        stock(self, context, request)
        if tags:
            arn = arns.cloudwatch_alarm_arn(
                request["AlarmName"], account_id=context.account_id, region_name=context.region
            )
            self.get_store(context.account_id, context.region).TAGS.tag_resource(arn, tags)
