import TrackingLog

/// The time of a record.
struct LoggedTime {
    var time: Timestamp
    /// How often the clocks of the input's zone show the time that is written; once where it names a zone.
    var occurrence = LocalZone.Occurrence.once
}

extension LoggedTime {
    /// The time that a text of a log's own form writes; nil for other texts.
    init?(logged text: Span<UInt8>, zone: LocalZone?) {
        guard let time = Timestamp(logged: text, zone: zone) else { return nil }
        self.time = time
        if let zone { occurrence = zone.occurrence(of: text) }
    }

    /// A moment in seconds since 1970; nil if no log can express it.
    init?(unix seconds: Int64) {
        time = Timestamp(secondsSince1970: seconds)
        guard Timestamp.earliest <= time, time <= Timestamp.latest else { return nil }
    }
}
