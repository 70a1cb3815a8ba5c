//! Fields of a capture's format that are not written, because no one can say what is in them. Those that programs are known to write are counted
//! by name; the name of any other may be a value itself, and is only counted.

use std::cmp::Ordering;
use std::collections::BTreeMap;

/// What browsers, proxies and test tools add to an entry of a HAR, and the flags that Fiddler adds to a session. Compared without case; sorted.
const KNOWN: &[&str] = &[
    "_bodySize",
    "_charlesStatus",
    "_chunkedResponseMetadata",
    "_connectionId",
    "_eventSourceMessages",
    "_failureText",
    "_fetchedViaServiceWorker",
    "_fetchType",
    "_frameref",
    "_fromCache",
    "_fromDiskCache",
    "_id",
    "_initialPriority",
    "_initiator_detail",
    "_initiator_line",
    "_initiator_type",
    "_isBinary",
    "_monotonicTime",
    "_order",
    "_priority",
    "_requestHeadersText",
    "_requestId",
    "_requestTime",
    "_resourceType",
    "_responseCacheStorageCacheName",
    "_responseHeadersText",
    "_security",
    "_securityDetails",
    "_securityState",
    "_serverPort",
    "_serverTiming",
    "_serviceWorkerResponseSource",
    "_serviceWorkerRouterInfo",
    "_transferSize",
    "_was_pushed",
    "_webSocketMessages",
    "https-Client-SessionID",
    "https-Client-SNIHostname",
    "https-Server-Cipher",
    "https-Server-SessionID",
    "log-drop-request-body",
    "log-drop-response-body",
    "ui-backcolor",
    "ui-bold",
    "ui-color",
    "ui-customcolumn",
    "ui-italic",
    "ui-strikeout",
    "x-AutoAuth",
    "x-ClientIP",
    "x-ClientPort",
    "x-EgressPort",
    "x-HostIP",
    "x-Hosts",
    "x-OriginalHost",
    "x-OverrideHost",
    "x-ProcessInfo",
    "x-Request-Line",
    "x-ResponseBodyTransferLength",
    "x-SecurePipe",
    "x-ServerSocket",
    "x-TransferSize",
    "x-TTFB",
    "x-TTLB",
];

/// The fields that were dropped from one capture.
#[derive(Debug, Clone, Default)]
pub struct DroppedFields {
    /// How often each known field was dropped, by its name.
    pub named: BTreeMap<&'static str, u64>,
    /// How many other fields were dropped.
    pub others: u64,
}

impl DroppedFields {
    /// Counts a field.
    pub(super) fn add(&mut self, name: &str) {
        match KNOWN.binary_search_by(|known| ignoring_case(known, name)).ok().and_then(|at| KNOWN.get(at)) {
            Some(known) => *self.named.entry(known).or_default() += 1,
            None => self.others += 1,
        }
    }

    /// How many fields were dropped in all.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.named.values().sum::<u64>() + self.others
    }
}

fn ignoring_case(one: &str, other: &str) -> Ordering {
    one.bytes().map(|byte| byte.to_ascii_lowercase()).cmp(other.bytes().map(|byte| byte.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_names_are_told() {
        assert!(KNOWN.is_sorted_by(|one, next| ignoring_case(one, next).is_lt()), "{KNOWN:?}");
        let mut dropped = DroppedFields::default();
        for name in ["_connectionId", "_CONNECTIONID", "_walnut", ""] {
            dropped.add(name);
        }
        assert_eq!((dropped.named, dropped.others), (BTreeMap::from([("_connectionId", 2)]), 2));
    }
}
