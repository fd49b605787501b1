import Analysis

/// How many messages parts of the traffic have, hour by hour.
struct MessageVolume: Sendable {
    private let hours: Int
    /// By stratum.
    private var cells: [[(hour: Int, messages: Int)]]

    init(_ series: HealthSeries) {
        hours = series.hours.count
        cells = Array(repeating: [], count: series.strata.count)
        for cell in series.cells where cell.counts[.message] > 0 {
            cells[cell.stratum].append((cell.hour, cell.counts[.message]))
        }
    }

    /// The messages of a part, by hour.
    func messages(of part: Scopes.Part) -> [Int] {
        var messages = [Int](repeating: 0, count: hours)
        for stratum in part.strata { for cell in cells[stratum] { messages[cell.hour] += cell.messages } }
        return messages
    }
}
