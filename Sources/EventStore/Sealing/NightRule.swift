import TrackingLog

/// Decides which night an event belongs to, when it is recorded.
///
/// An event belongs to the UTC day on which it happened, so that yesterday's file is yesterday's night even if it is
/// recorded after midnight. It never belongs to a future day or to a sealed one: an event that arrives after its day was
/// sealed goes, late, to the open night.
struct NightRule {
    /// The first night that is not sealed.
    var open: Int64
    /// The current UTC day.
    var clock: Int64

    /// The maximum number of days from the first night to the first recording.
    ///
    /// Without it one stray row from years ago would ask for an archive of every day since.
    static let daysBeforeFirst: Int64 = 14

    /// The night of an event at a time; nil where it is the UTC day of that time.
    func night(of time: Int64) -> Int64? {
        let day = Timestamp(secondsSince1970: time).day.daysSince1970
        let night = max(open, min(day, clock))
        return night == day ? nil : night
    }
}
