import TrackingLog

/// Decides which night an event belongs to, when it is recorded.
///
/// An event belongs to the UTC day on which it happened, so that yesterday's file is yesterday's night although it is
/// recorded after midnight. It never belongs to a day that the clock has not reached, nor to one that is sealed: what comes
/// after its day was sealed goes, late, to the open night.
struct NightRule {
    /// The first night that is not sealed.
    var open: Int64
    /// The UTC day that the clock shows.
    var clock: Int64

    /// How many days before the first recording the first night can be, so that one stray row of years ago does not ask
    /// for an archive of every day since.
    static let daysBeforeFirst: Int64 = 14

    /// The night of an event that happened at a time; nil where it is the UTC day of that time.
    func night(of time: Int64) -> Int64? {
        let day = Timestamp(secondsSince1970: time).day.daysSince1970
        let night = max(open, min(day, clock))
        return night == day ? nil : night
    }
}
