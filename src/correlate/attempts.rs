//! What belongs together: exchanges into groups, one group an attempt.
//!
//! A request that starts a sign-in opens a group, unless a hop from the token service, or the same correlation id and client, says that
//! it continues with one. Everything else joins the group it shares a value with, strongest kind of value first, and weakest: the sign-in
//! that was last continuing.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use foldhash::fast::FixedState;
use jiff::Timestamp;

use crate::entra::endpoints::Stage;
use crate::entra::guid::Guid;
use crate::entra::hosts::{Cloud, HostClass};
use crate::entra::interrupts::InterruptKind as Kind;
use crate::model::observation::{ExchangeFacts, Fact, Grant, Link, LinkKind, Site};

/// What the exchanges of one attempt show.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact on its own: what was handed out, asked for, or refused")]
pub(super) struct Group {
    /// Its exchanges, by position, in order.
    pub(super) members: Vec<usize>,
    /// Exchanges that are no part of it and quote its correlation id: an application that hands the failure on.
    pub(super) related: Vec<usize>,
    /// Whether no page could be shown.
    pub(super) silent: bool,
    correlation_ids: HashSet<Guid>,
    /// Hashes with a random key already, like those below.
    links: HashSet<Link, FixedState>,
    /// Hops given by the token service, which even a new authorization request follows.
    service_hops: HashSet<u64, FixedState>,
    client_id: Option<String>,
    redirect_uri: Option<String>,
    user: Option<String>,
    /// Where its last exchange was redirected to.
    redirected_to: Option<u64>,
    /// Whether it was sent to register something, or registers already.
    registers: bool,
    /// Whether an error was handed to the application: the sign-in is over.
    refused: bool,
    clouds: HashSet<Cloud, FixedState>,
    hosts: HashSet<String>,
    delivered: bool,
    token_delivered: bool,
    redeemed: bool,
    device_code: bool,
    /// When its last exchange began.
    last_started: Option<Timestamp>,
    /// Scripts of its pages that did not come, by their names.
    missing_scripts: HashSet<String>,
    /// Whether WS-Trust was asked for an assertion.
    asserted: bool,
    /// The address of the WS-Trust request that was last answered with a challenge of Windows' sign-on: the client asks again.
    challenged: Option<String>,
}

/// The groups of a capture, and what belongs to none.
#[derive(Debug, Default)]
pub(super) struct Grouping {
    pub(super) groups: Vec<Group>,
    /// What belongs to none, in order.
    pub(super) loose: BTreeSet<usize>,
    /// What of the loose has a correlation id.
    loose_by_id: HashMap<Guid, Vec<usize>>,
    /// The groups by their last exchange.
    recent: BTreeMap<usize, usize>,
    /// Those of them whose sign-in may continue.
    open: BTreeMap<usize, usize>,
    /// What any group has: what none has need not be looked for in each.
    known: HashSet<Known>,
}

/// A value by which an exchange may find its group.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Known {
    Correlation(Guid),
    Link(Link),
    ServiceHop(u64),
    Redirect(u64),
    RedirectUri(String),
    Client(String),
    User(String),
    Host(String),
    Script(String),
}

/// Among that many sign-ins that were last continuing a page without any tie is looked for.
const LAST_FEW: usize = 16;
/// Seconds within which an application's page still speaks of what was just delivered.
const SOON: i64 = 60;

/// Kinds of links, strongest first.
const BY_STRENGTH: &[LinkKind] = &[
    LinkKind::Artifact,
    LinkKind::DeviceCode,
    LinkKind::ContinuationToken,
    LinkKind::FlowToken,
    LinkKind::Context,
    LinkKind::UserFlow,
    LinkKind::SamlId,
    LinkKind::State,
    LinkKind::Hop,
];

/// Groups exchanges, given in order of time.
pub(super) fn group(all_facts: &[ExchangeFacts]) -> Grouping {
    let mut grouping = Grouping::default();
    for (at, facts) in all_facts.iter().enumerate() {
        if facts.stage == Stage::Tunnel {
            if facts.errors().next().is_some() {
                grouping.set_loose(at, facts);
            }
            continue;
        }
        match grouping.home(facts) {
            Home::Group(group) => grouping.join(group, at, facts),
            Home::New => grouping.open(at, facts, all_facts),
            Home::None => grouping.set_loose(at, facts),
        }
    }
    grouping.relate(all_facts);
    grouping
}

enum Home {
    Group(usize),
    New,
    None,
}

impl Grouping {
    fn home(&self, facts: &ExchangeFacts) -> Home {
        if begins_native(facts) {
            return Home::New;
        }
        if starts(facts) {
            return self.continued(facts).map_or(Home::New, Home::Group);
        }
        if facts.class == HostClass::PageContent {
            return self.page_content(facts);
        }
        let found = self.linked(facts).or_else(|| self.correlated(facts)).or_else(|| self.redirected(facts));
        let found = found.or_else(|| self.redeeming(facts));
        if let Some(group) = found {
            return Home::Group(group);
        }
        if !is_of_service(facts) {
            return self.at_application(facts);
        }
        if !facts.stage.is_step() && !matches!(facts.stage, Stage::CredentialType | Stage::SeamlessSso) {
            return Home::None;
        }
        match self.going_on(facts) {
            Some(group) if facts.stage != Stage::Token => Home::Group(group),
            _ if facts.stage.is_step() => Home::New,
            _ => Home::None,
        }
    }

    /// The group that a request which could start a sign-in continues with.
    fn continued(&self, facts: &ExchangeFacts) -> Option<usize> {
        let hops = facts.brings.iter().filter(|link| link.kind == LinkKind::Hop).map(|link| link.hash);
        let hops: Vec<u64> = hops.filter(|hop| self.known.contains(&Known::ServiceHop(*hop))).collect();
        let follows = |group: &Group| !group.delivered && hops.iter().any(|hop| group.service_hops.contains(hop));
        let hopped = if hops.is_empty() { None } else { self.latest(follows) };
        let hopped = hopped.or_else(|| self.challenged(facts));
        if hopped.is_some() || starts_alone(facts) {
            return hopped;
        }
        let correlation_ids = self.known_ids(facts);
        let is_repeated =
            |link: &&Link| matches!(link.kind, LinkKind::State | LinkKind::SamlId) && self.known.contains(&Known::Link(**link));
        let repeatable: Vec<&Link> = facts.brings.iter().filter(is_repeated).collect();
        if correlation_ids.is_empty() && repeatable.is_empty() {
            return None;
        }
        let same_request = |group: &Group| {
            let client = group.client_id.is_none() || facts.context.client_id.is_none() || group.client_id == facts.context.client_id;
            let correlated = correlation_ids.iter().any(|id| group.correlation_ids.contains(*id));
            let repeated = repeatable.iter().any(|link| group.links.contains(*link));
            !group.delivered && client && group.silent == facts.context.silent && (correlated || repeated)
        };
        self.latest(same_request)
    }

    /// The group whose WS-Trust request was answered with a challenge, when the client asks again.
    fn challenged(&self, facts: &ExchangeFacts) -> Option<usize> {
        if facts.stage != Stage::WsTrust {
            return None;
        }
        let address = bare(facts);
        self.latest_open(|group| group.challenged.as_ref() == Some(&address))
    }

    /// The group that shares a value with the exchange: one that the request carries, or else one that the response gives back, as the `state`
    /// of a response is the request's.
    fn linked(&self, facts: &ExchangeFacts) -> Option<usize> {
        let by = |links: &[Link], kind: LinkKind| {
            let is_known = |link: &&Link| link.kind == kind && self.known.contains(&Known::Link(**link));
            let shared: Vec<&Link> = links.iter().filter(is_known).collect();
            let wanted = |group: &Group| shared.iter().any(|link| group.links.contains(link));
            match kind {
                _ if shared.is_empty() => None,
                // A transaction is over when the application has its response.
                LinkKind::UserFlow => self.latest_open(wanted),
                _ => self.latest(wanted),
            }
        };
        let brought = BY_STRENGTH.iter().find_map(|kind| by(&facts.brings, *kind));
        brought.or_else(|| [LinkKind::SamlId, LinkKind::State].into_iter().find_map(|kind| by(&facts.gives, kind)))
    }

    fn correlated(&self, facts: &ExchangeFacts) -> Option<usize> {
        let ids = self.known_ids(facts);
        if ids.is_empty() { None } else { self.latest(|group| ids.iter().any(|id| group.correlation_ids.contains(*id))) }
    }

    /// The correlation ids of an exchange that some group has.
    fn known_ids<'a>(&self, facts: &'a ExchangeFacts) -> Vec<&'a Guid> {
        facts.correlation_ids.iter().filter(|id| self.known.contains(&Known::Correlation((*id).clone()))).collect()
    }

    /// The group that was last redirected to the address.
    fn redirected(&self, facts: &ExchangeFacts) -> Option<usize> {
        let target = facts.brings.iter().find(|link| link.kind == LinkKind::Redirect)?;
        self.known.contains(&Known::Redirect(target.hash)).then_some(())?;
        self.latest(|group| group.redirected_to == Some(target.hash))
    }

    /// A token request whose code the capture does not show elsewhere belongs to the client's last sign-in that got one.
    fn redeeming(&self, facts: &ExchangeFacts) -> Option<usize> {
        if facts.stage != Stage::Token {
            return None;
        }
        match facts.context.grant {
            Some(Grant::AuthorizationCode) => {}
            // What AD FS, or WS-Trust of the service, gave the client.
            Some(Grant::Assertion) => return self.latest(|group| group.delivered && group.asserted && !group.redeemed),
            // The body was not captured: of a client that redeems or polls nothing else is known.
            None => return self.latest(|group| !group.token_delivered && (group.delivered || group.device_code)),
            Some(_) => return None,
        }
        let client = facts.context.client_id.clone()?;
        self.known.contains(&Known::Client(client.clone())).then_some(())?;
        self.latest(|group| !group.redeemed && group.client_id.as_ref() == Some(&client))
    }

    /// A script of the sign-in pages: one that did not come belongs to the sign-in that is continuing, and so does the same one that came after all.
    fn page_content(&self, facts: &ExchangeFacts) -> Home {
        let failed = facts.errors().next().is_some();
        let name = file_name(&facts.path);
        let wanted = failed || self.known.contains(&Known::Script(name.to_owned()));
        let group = wanted.then(|| self.latest_open(|group| failed || group.missing_scripts.contains(name))).flatten();
        group.map_or(Home::None, Home::Group)
    }

    /// An exchange with an application or an identity provider.
    fn at_application(&self, facts: &ExchangeFacts) -> Home {
        let address = bare(facts);
        let is_known = self.known.contains(&Known::RedirectUri(address.clone()));
        let at_reply_address = |group: &Group| group.redirect_uri.as_ref() == Some(&address);
        match facts.stage {
            Stage::RedirectToApp => match is_known.then(|| self.latest(at_reply_address)).flatten() {
                Some(group) => Home::Group(group),
                None if speaks_of_entra(facts) => Home::New,
                None => Home::None,
            },
            // The page goes to the identity provider by script, which leaves no link.
            Stage::Federation => self.going_on(facts).map_or(Home::None, Home::Group),
            Stage::Resource => self.page_behind(facts).map_or(Home::None, Home::Group),
            _ => Home::None,
        }
    }

    /// The sign-in that an application's page tells the failure of, soon after a code or an assertion was delivered to its host: the redirects between
    /// may not be in the capture.
    fn page_behind(&self, facts: &ExchangeFacts) -> Option<usize> {
        let tells = facts.errors().any(|(observation, error)| observation.site == Site::PageText && error.code.number().is_some());
        if !tells || !self.known.contains(&Known::Host(facts.host.clone())) {
            return None;
        }
        let is_soon = |group: &Group| match (group.last_started, facts.started) {
            (Some(last), Some(started)) => (0..=SOON).contains(&(started.as_second() - last.as_second())),
            // A dump has no times.
            (None, None) => true,
            _ => false,
        };
        let wanted = |group: &Group| group.delivered && !group.token_delivered && group.hosts.contains(&facts.host) && is_soon(group);
        self.recent.values().rev().copied().take(LAST_FEW).find(|at| self.groups.get(*at).is_some_and(wanted))
    }

    /// The sign-in that was last continuing: the same user's before any other, then one with the same host.
    fn going_on(&self, facts: &ExchangeFacts) -> Option<usize> {
        // A Microsoft account signs in for a sign-in elsewhere; every other cloud keeps to its own.
        let cloud = facts.cloud.filter(|cloud| *cloud != Cloud::Msa);
        let open = |group: &Group| cloud.is_none_or(|cloud| group.clouds.contains(&cloud));
        if facts.stage == Stage::MfaRegistration
            && let Some(registering) = self.latest_open(|group| open(group) && group.registers)
        {
            return Some(registering);
        }
        let user = user(facts);
        let known_user = user.clone().filter(|user| self.known.contains(&Known::User(user.clone())));
        let same_user = known_user.and_then(|_| self.latest_open(|group| open(group) && group.user == user));
        let known_host = self.known.contains(&Known::Host(facts.host.clone()));
        let at_host = |group: &Group| known_host && group.hosts.contains(&facts.host);
        let not_another_user = |group: &Group| open(group) && (user.is_none() || group.user.is_none());
        same_user
            .or_else(|| self.latest_open(|group| not_another_user(group) && at_host(group)))
            .or_else(|| self.latest_open(not_another_user))
            .or_else(|| self.latest_open(open))
    }

    /// The group with the latest exchange of those that are wanted. Most often it is among the last few.
    fn latest(&self, wanted: impl Fn(&Group) -> bool) -> Option<usize> {
        self.recent.values().rev().copied().find(|at| self.groups.get(*at).is_some_and(&wanted))
    }

    /// The same among the groups whose sign-in may continue.
    fn latest_open(&self, wanted: impl Fn(&Group) -> bool) -> Option<usize> {
        self.open.values().rev().copied().find(|at| self.groups.get(*at).is_some_and(&wanted))
    }

    fn set_loose(&mut self, at: usize, facts: &ExchangeFacts) {
        self.loose.insert(at);
        for id in &facts.correlation_ids {
            self.loose_by_id.entry(id.clone()).or_default().push(at);
        }
    }

    fn open(&mut self, at: usize, facts: &ExchangeFacts, all_facts: &[ExchangeFacts]) {
        self.groups.push(Group::default());
        let group = self.groups.len() - 1;
        // Lookups of the account come before the request that they belong to.
        let earlier: BTreeSet<usize> = facts.correlation_ids.iter().filter_map(|id| self.loose_by_id.remove(id)).flatten().collect();
        for other in earlier {
            if !self.loose.remove(&other) {
                continue;
            }
            self.join(group, other, &all_facts[other]);
        }
        self.join(group, at, facts);
    }

    fn join(&mut self, group: usize, at: usize, facts: &ExchangeFacts) {
        let number = group;
        let Some(group) = self.groups.get_mut(group) else { return };
        if let Some(last) = group.members.last() {
            self.recent.remove(last);
            self.open.remove(last);
        }
        group.members.push(at);
        group.last_started = facts.started.or(group.last_started);
        self.recent.insert(at, number);
        group.correlation_ids.extend(facts.correlation_ids.iter().cloned());
        // An address that was requested leads nowhere; many requests share it.
        let brought = facts.brings.iter().filter(|link| !matches!(link.kind, LinkKind::Hop | LinkKind::Redirect));
        let given = facts.gives.iter().filter(|link| link.kind != LinkKind::Redirect);
        for link in brought.chain(given) {
            group.links.insert(*link);
            self.known.insert(Known::Link(*link));
        }
        self.known.extend(facts.correlation_ids.iter().cloned().map(Known::Correlation));
        group.redirected_to = facts.gives.iter().find(|link| link.kind == LinkKind::Redirect).map(|link| link.hash);
        group.registers |= registers(facts);
        group.refused |= facts.errors().any(|(observation, _)| {
            matches!(observation.site, Site::AuthorizeRedirect | Site::FormPostPage | Site::SamlResponse | Site::WsFedResult)
        });
        if facts.class.is_sign_in() {
            for hop in facts.gives.iter().filter(|link| link.kind == LinkKind::Hop) {
                group.service_hops.insert(hop.hash);
                self.known.insert(Known::ServiceHop(hop.hash));
            }
        }
        group.silent |= facts.context.silent || facts.context.grant.is_some_and(is_silent);
        group.client_id = group.client_id.take().or_else(|| facts.context.client_id.clone());
        group.redirect_uri = group.redirect_uri.take().or_else(|| facts.context.redirect_uri.clone());
        group.clouds.extend(facts.cloud);
        group.hosts.insert(facts.host.clone());
        group.user = user(facts).or_else(|| group.user.take());
        group.delivered |= facts.delivered().is_some();
        group.token_delivered |= facts.stage == Stage::Token && facts.delivered().is_some();
        group.redeemed |= facts.stage == Stage::Token;
        group.device_code |= facts.stage == Stage::DeviceCodeRequest;
        if facts.class == HostClass::PageContent && facts.errors().next().is_some() {
            let name = file_name(&facts.path).to_owned();
            group.missing_scripts.insert(name.clone());
            self.known.insert(Known::Script(name));
        }
        group.asserted |= facts.stage == Stage::WsTrust;
        group.challenged = (facts.stage == Stage::WsTrust && facts.status == Some(401)).then(|| bare(facts));
        self.known.extend(group.redirected_to.map(Known::Redirect));
        self.known.extend(group.client_id.clone().map(Known::Client));
        self.known.extend(group.redirect_uri.clone().map(Known::RedirectUri));
        self.known.extend(group.user.clone().map(Known::User));
        self.known.insert(Known::Host(facts.host.clone()));
        if !group.delivered && !group.refused && !group.silent {
            self.open.insert(at, number);
        }
    }

    /// Ties what stayed loose to a group by the correlation id that its messages quote.
    fn relate(&mut self, all_facts: &[ExchangeFacts]) {
        let mut home: HashMap<Guid, usize> = HashMap::new();
        for (at, group) in self.groups.iter().enumerate() {
            home.extend(group.correlation_ids.iter().map(|id| (id.clone(), at)));
        }
        let loose = std::mem::take(&mut self.loose);
        for at in loose {
            let quoted = all_facts[at].errors().find_map(|(_, error)| error.correlation_id.as_ref().and_then(|id| home.get(id)));
            match quoted.and_then(|group| self.groups.get_mut(*group)) {
                Some(group) => group.related.push(at),
                None => {
                    self.loose.insert(at);
                }
            }
        }
    }
}

/// Whether the request can start a sign-in, or a try to get a token.
fn starts(facts: &ExchangeFacts) -> bool {
    match facts.stage {
        Stage::Authorize | Stage::SamlRequest | Stage::WsFedRequest | Stage::DeviceCodeRequest => is_of_service(facts),
        Stage::WsTrust => facts.class.is_sign_in(),
        Stage::Token => starts_alone(facts) && is_of_service(facts),
        Stage::Msa => {
            facts.path.to_ascii_lowercase().contains("oauth20_authorize") && facts.context.client_id.is_some() && !is_federated(facts)
        }
        _ => false,
    }
}

/// Whether the request begins a flow of native authentication: each is a try of its own, whatever ids it shares with the one before.
fn begins_native(facts: &ExchangeFacts) -> bool {
    let path = facts.path.trim_end_matches('/').to_ascii_lowercase();
    let begins = ["/oauth2/v2.0/initiate", "/signup/v1.0/start", "/resetpassword/v1.0/start"].iter().any(|end| path.ends_with(end));
    begins && facts.stage == Stage::NativeAuth && is_of_service(facts)
}

/// Whether the exchange is with a sign-in host, or with a token service behind a domain of the customer's. AD FS's pages are an identity provider's.
fn is_of_service(facts: &ExchangeFacts) -> bool {
    match facts.class {
        HostClass::Other => facts.cloud.is_some(),
        HostClass::FederationServer => !matches!(facts.stage, Stage::Federation | Stage::RedirectToApp),
        _ => true,
    }
}

/// Whether a Microsoft account is asked for by Entra, in a sign-in that continues there.
fn is_federated(facts: &ExchangeFacts) -> bool {
    facts.context.redirect_uri.as_deref().is_some_and(|uri| uri.to_ascii_lowercase().contains("/federation/oauth2msa"))
}

/// Whether the request is always a try of its own: tokens without a page before it.
fn starts_alone(facts: &ExchangeFacts) -> bool {
    let grant = facts.context.grant;
    facts.stage == Stage::Token
        && matches!(grant, Some(Grant::RefreshToken | Grant::Password | Grant::ClientCredentials | Grant::OnBehalfOf | Grant::Other))
}

/// Whether the grant shows no page to anyone.
fn is_silent(grant: Grant) -> bool {
    matches!(grant, Grant::RefreshToken | Grant::OnBehalfOf)
}

/// Whether the exchange sends the user to register something, or is with the site where one does.
fn registers(facts: &ExchangeFacts) -> bool {
    let sent = facts
        .observations
        .iter()
        .any(|observation| matches!(&observation.fact, Fact::Page { name, .. } if Kind::of_page(name) == Some(Kind::MfaRegistration)));
    sent || facts.stage == Stage::MfaRegistration
}

/// What a path ends in.
fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

/// The user's name, for comparing.
fn user(facts: &ExchangeFacts) -> Option<String> {
    facts.context.user.as_ref().map(|user| user.to_lowercase())
}

fn bare(facts: &ExchangeFacts) -> String {
    format!("https://{}{}", facts.host, facts.path)
}

/// Whether an application's exchange names a code of Entra's, or carries a response only Entra gives.
fn speaks_of_entra(facts: &ExchangeFacts) -> bool {
    facts.from_service && facts.delivered().is_some() || facts.errors().any(|(_, error)| error.code.number().is_some())
}
