import TrackingLog

/// A time as people write it in lists.
struct ListedTime {
    var time: Timestamp
    /// Whether only the day is known.
    var isDay = false

    /// - Parameters:
    ///   - text: a time of a log, a day, or a time without seconds as spreadsheets write it.
    ///   - zone: the zone of a time that names none; nil means UTC.
    init?(_ text: ArraySlice<UInt8>, zone: LocalZone?) {
        var text = text
        if text.count == 16 { text += Array(":00".utf8) }
        if let time = Timestamp(logged: text.span, zone: zone) {
            self.time = time
        } else if let day = Day(String(decoding: text, as: UTF8.self)) {
            time = zone.map { $0.utc(day.start) } ?? day.start
            isDay = true
        } else {
            return nil
        }
    }
}
