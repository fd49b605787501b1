import Analysis
import TrackingLog

extension MessageFilter {
    /// The filter in words: `app A1B2C-D3E4F`, `platform ios or android`.
    ///
    /// - Parameter zone: the zone in which times are shown; nil means UTC.
    func words(zone: LocalZone?) -> [String] {
        func shown(_ time: Timestamp) -> String {
            "\(zone.map { $0.local(time) } ?? time) (\(zone?.name ?? "UTC"))"
        }
        var words = values.map { "\($0.dimension.title) \($0.values.joined(separator: " or "))" }
        if let since { words.append("messages that began on \(shown(since)) or later") }
        if let until { words.append("messages that began on \(shown(until)) or earlier") }
        return words
    }
}
