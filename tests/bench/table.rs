//! The results, in Markdown.

use std::fmt::Write;
use std::time::Duration;

use super::cases::Prepared;
use super::measure::Measured;

/// One row a command.
pub(crate) fn of_case(case: &Prepared, measured: &[Measured]) -> String {
    let megabytes = megabytes(case.bytes);
    let Prepared { title, entries, sign_in_entries, .. } = case;
    let mut text =
        format!("## {title}\n\n{megabytes:.1} MB, {entries} exchanges, {sign_in_entries} of sign-in; entrace found what is there.\n\n");
    text.push_str("| command | median ms | min to max | MB/s | x cat | peak MiB |\n|---|---:|---:|---:|---:|---:|\n");
    for (contender, row) in case.contenders.iter().zip(measured) {
        let rate = megabytes / row.median().as_secs_f64();
        let peak = row.peak.map_or_else(|| "?".to_owned(), |peak| format!("{peak:.0}"));
        let (median, least, most) = (milliseconds(row.median()), milliseconds(row.shortest()), milliseconds(row.longest()));
        let ratio = row.ratio(&measured[0]);
        let _ = writeln!(text, "| {} | {median:.1} | {least:.1} to {most:.1} | {rate:.0} | {ratio:.2} | {peak} |", contender.name);
    }
    for absent in &case.absent {
        let _ = write!(text, "\nNot run: {absent}.");
    }
    text.push('\n');
    text
}

/// What a byte costs against the size of the file.
pub(crate) fn time_per_byte(times: &[(u64, Duration)]) -> String {
    if times.is_empty() {
        return String::new();
    }
    let mut text = String::from("## HAR: cost against size\n\n| MB | ms | ns a byte |\n|---:|---:|---:|\n");
    for (bytes, time) in times {
        let nanoseconds = time.as_secs_f64() * 1e3 / megabytes(*bytes);
        let _ = writeln!(text, "| {:.0} | {:.1} | {nanoseconds:.3} |", megabytes(*bytes), milliseconds(*time));
    }
    text
}

#[expect(clippy::cast_precision_loss, reason = "sizes of files are far below what a float holds exactly")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
