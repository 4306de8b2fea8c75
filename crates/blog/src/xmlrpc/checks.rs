//! Looking at a connection, first cause first; and what the blog says of itself.

use coupure_model::{Features, Timestamp};
use jiff::tz::TimeZone;
use url::Url;

use super::{XmlRpc, find, value::Value};
use crate::{
    Check, Error, Learnt,
    wordpress::{address, has_new_blocks},
};

impl XmlRpc {
    pub(super) async fn look(&self) -> Vec<Check> {
        let mut checks = Vec::new();
        match self.find().await {
            Ok((found, _)) if found.endpoint == self.api.endpoint.as_str() => {
                checks.push(Check::holds("address", found.url));
            }
            Ok((found, _)) => {
                let error = Error::Redirected { host: self.api.host(), to: found.endpoint };
                return vec![Check::wrong("address", error.problem(), found.url)];
            }
            Err(error) => {
                use coupure_model::Code::{NotWordpress, XmlRpcOff};
                let probe = match error.code() {
                    NotWordpress => "wordpress",
                    XmlRpcOff => "xml_rpc",
                    _ => "address",
                };
                return vec![Check::wrong(probe, error.problem(), "")];
            }
        }
        checks.push(Check::holds("xml_rpc", self.api.endpoint.as_str()));
        let me = match self.api.me().await {
            Ok(me) => me,
            Err(error) => {
                let off = matches!(error, Error::XmlRpcOff { .. });
                let probe = if off { "xml_rpc" } else { "password" };
                checks.retain(|check| check.probe != probe);
                checks.push(Check::wrong(probe, error.problem(), self.api.user.as_str()));
                return checks;
            }
        };
        checks.push(Check::holds("password", me.name.clone()));
        checks.push(Check::holds("role", me.roles.join(", ")));
        checks.push(match me.publishes() {
            true => Check::holds("uploads", ""),
            false => {
                let (host, user) = (self.api.host(), self.api.user.clone());
                let detail = "this user may not upload pictures".into();
                Check::wrong("uploads", Error::NotAllowed { host, user, detail }, "")
            }
        });
        checks
    }

    pub(super) async fn get_to_know(&self) -> Result<Learnt, Error> {
        let (_, page) = self.find().await?;
        // Who may not write here learns so now.
        self.api.me().await?;
        let options = self.api.read("wp.getOptions", Vec::new()).await?;
        let option =
            |name: &str| options.get(name).map(|option| option.str("value")).unwrap_or_default();
        let version = option("software_version");
        let since = has_new_blocks(&version);
        let title = option("blog_title");
        Ok(Learnt {
            title: html_escape::decode_html_entities(&title).into_owned(),
            language: address::language_in(&page).and_then(|language| language.parse().ok()),
            time_zone: time_zone(&options, self.api.now()),
            features: Features {
                details_block: since,
                footnotes_block: since,
                revisions: true,
                version,
            },
        })
    }

    async fn find(&self) -> Result<(find::Endpoint, String), Error> {
        let site = Url::parse(&self.api.site)
            .map_err(|_| Error::AddressInvalid { address: self.api.site.clone() })?;
        find::find(&self.api.client, &site).await
    }
}

/// The present offset is all that is told. Where this computer's own zone has it now, that is the
/// better guess: it knows summer from winter.
fn time_zone(options: &Value, now: Timestamp) -> String {
    let told = options.get("time_zone").and_then(|option| option.get("value"));
    let hours = match told {
        Some(Value::Text(text)) => text.parse().unwrap_or(0.0),
        Some(Value::Double(hours)) => *hours,
        Some(Value::Int(hours)) => *hours as f64,
        _ => return String::new(),
    };
    let here = TimeZone::system();
    let minutes = (hours * 60.0).round() as i32;
    let same = here.to_offset(now).seconds() == minutes * 60;
    match here.iana_name().filter(|_| same) {
        Some(name) => name.into(),
        None => {
            let sign = if minutes < 0 { '-' } else { '+' };
            format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
        }
    }
}
