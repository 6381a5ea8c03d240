//! Where a forged record is made: the Region, its partition, and the hosts there.

/// A Region with what follows from it.
pub(super) struct Place<'a> {
    pub(super) region: &'a str,
    /// The second part of an ARN.
    pub(super) partition: &'static str,
    /// The domain of the partition's console.
    console: &'static str,
    /// The domain of the partition's services.
    services: &'static str,
}

impl<'a> Place<'a> {
    /// The named Region, or us-east-1.
    pub(super) fn of(region: Option<&'a str>) -> Self {
        let region = region.unwrap_or("us-east-1");
        let (partition, console, services) = if region.starts_with("cn-") {
            ("aws-cn", "amazonaws.cn", "amazonaws.com.cn")
        } else if region.starts_with("us-gov-") {
            ("aws-us-gov", "amazonaws-us-gov.com", "amazonaws.com")
        } else {
            ("aws", "aws.amazon.com", "amazonaws.com")
        };
        Self { region, partition, console, services }
    }

    /// The host at which the root user signs in.
    pub(super) fn sign_in_host(&self) -> String {
        format!("signin.{}", self.console)
    }

    /// The host at which everybody else signs in.
    pub(super) fn regional_sign_in_host(&self) -> String {
        format!("{}.signin.{}", self.region, self.console)
    }

    /// The host of a service in the Region.
    pub(super) fn service_host(&self, service: &str) -> String {
        format!("{service}.{}.{}", self.region, self.services)
    }

    /// The page that a sign-in leads to.
    pub(super) fn login_to(&self, id: u128) -> String {
        let state = format!("hashArgsFromTB_{}_{:016x}", self.region, id >> 64);
        format!("https://console.{}/console/home?hashArgs=%23&isauthcode=true&state={state}", self.console)
    }

    /// The page that a switch of roles leads to.
    pub(super) fn redirect_to(&self) -> String {
        format!("https://{0}.console.{1}/console/home?region={0}#", self.region, self.console)
    }
}
