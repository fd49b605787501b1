import TrackingLog

/// Distinguishes the two hours that clocks show alike when they go back, in a log whose rows are in order of time.
///
/// A local time is first read as one of the first hour. Within that hour, a time that goes back can only begin the second.
/// In a log in another order the two cannot be distinguished.
struct RepeatedHours {
    /// Rows of a log in order may still be a little late, in seconds.
    private static let tolerance: Int64 = 300

    /// The latest time so far, as it was first read: in the second hour, of those in it.
    private var latest: Int64?
    private var isInOrder = true
    private var lastCameTwice = false
    /// How many seconds later the second hour is, while it is read.
    private var shift: Int64?

    /// Moves the rows of second hours to their time.
    ///
    /// - Parameters:
    ///   - rows: the next rows of the source.
    ///   - zone: the zone of its local times.
    /// - Returns: how many were moved.
    mutating func settle(_ rows: inout [EventRow], in zone: LocalZone) -> Int {
        guard isInOrder else { return 0 }
        var moved = 0
        let unsettled = rows
        for index in rows.indices {
            let time = rows[index].time
            let cameTwice = rows[index].occurrence == .twice
            if !cameTwice { shift = nil }
            if let latest, latest - time.secondsSince1970 >= Self.tolerance {
                guard cameTwice, lastCameTwice, shift == nil, let later = zone.nextMoment(showing: time) else {
                    isInOrder = false
                    rows = unsettled
                    return 0
                }
                shift = later.secondsSince1970 - time.secondsSince1970
                self.latest = time.secondsSince1970
            } else {
                latest = max(latest ?? .min, time.secondsSince1970)
            }
            lastCameTwice = cameTwice
            if let shift {
                rows[index].time = time.adding(seconds: shift)
                rows[index].occurrence = .once
                moved += 1
            }
        }
        return moved
    }
}
