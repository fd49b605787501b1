import ArgumentParser
import Foundation
import Synchronization
import TrackingLog

/// The zone of input times that name none.
struct InputTimeZone: ParsableArguments {
    @Option(
        name: .customLong("input-timezone"),
        help: ArgumentHelp(
            "What times without a zone mean in the input: a zone as Europe/Berlin (default: UTC).", valueName: "zone"),
        transform: InputTimeZone.zone)
    var zone: LocalZone?

    static func zone(_ name: String) throws -> LocalZone {
        guard let zone = TimeZone(identifier: name) else {
            throw ValidationError("no such time zone; write UTC, Europe/Berlin, America/New_York and such")
        }
        let offsets = ZoneOffsets(zone: zone)
        return LocalZone { offsets.utc(fromLocal: $0) }
    }
}

/// A zone's offsets, remembered for a quarter of an hour at a time: every zone of our days changes its clock on one,
/// a log's rows mostly follow each other, and asking the calendar for each would cost more than reading the row.
private final class ZoneOffsets: Sendable {
    private let zone: TimeZone
    private let latest = Mutex<(quarter: Int64, offset: Int64)>((.min, 0))

    init(zone: TimeZone) {
        self.zone = zone
    }

    func utc(fromLocal seconds: Int64) -> Int64 {
        let quarter = seconds >= 0 ? seconds / 900 : (seconds - 899) / 900
        return latest.withLock { latest in
            if latest.quarter != quarter { latest = (quarter, offset(atLocal: quarter * 900)) }
            return seconds - latest.offset
        }
    }

    /// Of the two moments that a local time names when clocks go back, the earlier; a time that clocks skip when they
    /// go forward is read with the offset before.
    private func offset(atLocal seconds: Int64) -> Int64 {
        let dayBefore = offset(atUTC: seconds - 86_400)
        let now = offset(atUTC: seconds - dayBefore)
        return offset(atUTC: seconds - now) == now ? now : dayBefore
    }

    private func offset(atUTC seconds: Int64) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))))
    }
}
