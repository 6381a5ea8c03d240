"""What LocalStack runs when it starts."""

import logging

from localstack.runtime import hooks

LOG = logging.getLogger(__name__)


@hooks.on_infra_start()
def install():
    """Gives CloudWatch Logs its metric filters, and alarms their tags."""
    from . import alarms, metric_filters

    metric_filters.install()
    alarms.install()
    LOG.info("signalarm: metric filters match by their patterns")
