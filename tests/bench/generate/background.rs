//! Ordinary traffic: what a browser loads and an application asks for while no one signs in.

use jiff::Timestamp;

use super::bodies::{Body, BodyKind};
use super::random::Random;
use crate::scenario::story::{Exchange, Kind};

/// How many bodies there are. They repeat, as a page's do; the pool is much larger than the processor's nearer caches.
const BODIES: usize = 256;

/// Hosts that have nothing to do with signing in.
const HOSTS: &[&str] = &[
    "app.contoso.example",
    "cdn.contoso.example",
    "static.fabrikam.example",
    "api.app.contoso.example",
    "planner.contoso.example",
    "mail.fabrikam.example",
];

/// An endless supply of ordinary exchanges.
pub(super) struct Background {
    seed: u64,
    random: Random,
    on_the_wire: bool,
    pool: Vec<Option<Body>>,
    cookies: Vec<String>,
}

impl Background {
    pub(super) fn new(seed: u64, on_the_wire: bool) -> Self {
        let mut random = Random::new(seed, u64::MAX);
        let cookies = HOSTS.iter().map(|_| cookie(&mut random)).collect();
        Self { seed, random, on_the_wire, pool: vec![None; BODIES], cookies }
    }

    /// The next exchange, without its time.
    pub(super) fn next(&mut self) -> Exchange {
        if self.random.percent(12) {
            return self.telemetry();
        }
        let body = self.body();
        let path = format!("/{}/{}{}", self.random.opaque(12), self.random.opaque(20), body.kind.extension());
        let mut exchange = self.get(&path);
        exchange.kind = match body.kind {
            BodyKind::Script | BodyKind::Style => Kind::Script,
            BodyKind::Picture => Kind::Image,
            BodyKind::Page => Kind::Document,
            BodyKind::Json => Kind::Fetch,
        };
        answer(&mut exchange, 200, body.kind.media_type(), body.bytes);
        exchange.response_headers.extend(body.coding.map(|coding| ("Content-Encoding".to_owned(), coding.to_owned())));
        exchange
    }

    /// A request to one of the hosts, as the browser sends it.
    pub(super) fn get(&mut self, path: &str) -> Exchange {
        let at = self.random.below(HOSTS.len());
        let headers = [
            ("Accept", "*/*".to_owned()),
            ("Accept-Encoding", "gzip, deflate, br, zstd".to_owned()),
            ("Accept-Language", "en-GB,en;q=0.9,de;q=0.8".to_owned()),
            ("Referer", "https://app.contoso.example/orders".to_owned()),
            ("Sec-Fetch-Mode", "cors".to_owned()),
            ("Cookie", self.cookies[at].clone()),
        ];
        Exchange {
            started: Timestamp::UNIX_EPOCH,
            took: i64::try_from(20 + self.random.below(400)).expect("a small number"),
            method: "GET",
            url: format!("https://{}{path}", HOSTS[at]),
            request_headers: headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
            request_body: None,
            status: 0,
            response_headers: Vec::new(),
            response_body: Vec::new(),
            kind: Kind::Fetch,
            left_behind: false,
            comment: None,
            network_error: None,
        }
    }

    pub(super) fn random(&mut self) -> &mut Random {
        &mut self.random
    }

    /// A long address with an empty answer.
    fn telemetry(&mut self) -> Exchange {
        let mut path = String::from("/collect?v=2");
        for name in ["cid", "dl", "dt", "ep", "sid", "uamb"] {
            let length = self.random.size(40, 640);
            path.extend(["&", name, "=", &self.random.opaque(length)]);
        }
        let mut exchange = self.get(&path);
        answer(&mut exchange, 204, "text/plain", Vec::new());
        exchange
    }

    fn body(&mut self) -> Body {
        let number = self.random.below(BODIES);
        let (seed, on_the_wire) = (self.seed, self.on_the_wire);
        self.pool[number].get_or_insert_with(|| Body::new(seed, number as u64, on_the_wire)).clone()
    }
}

/// Gives an exchange its response.
pub(super) fn answer(exchange: &mut Exchange, status: u16, media_type: &str, body: Vec<u8>) {
    let headers = [
        ("Content-Type", media_type),
        ("Cache-Control", "public, max-age=604800"),
        ("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),
        ("X-Cache", "TCP_HIT"),
    ];
    exchange.status = status;
    exchange.response_headers = headers.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    exchange.response_body = body;
}

/// What a browser has collected for one host.
fn cookie(random: &mut Random) -> String {
    let mut pairs = Vec::new();
    for name in ["AppServiceAuthSession", "ai_session", "ai_user", "consentid", "lb"] {
        let length = random.size(30, 480);
        pairs.push(format!("{name}={}", random.opaque(length)));
    }
    pairs.join("; ")
}
