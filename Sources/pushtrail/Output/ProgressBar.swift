import Presentation
import Synchronization
import TrackingLog

/// Progress of long work on standard error: only on a terminal, and not under `--quiet`.
///
/// ```
/// ingest  ████████████░░░░░░░░  61 %  412,000 rows/s  0:04 left
/// ```
final class ProgressBar: Sendable {
    private struct State {
        var lastDrawn: ContinuousClock.Instant?
        var isShown = false
    }

    private let label: String
    private let unit: String
    private let terminal: Terminal?
    private let start = ContinuousClock.now
    private let state = Mutex(State())

    /// - Parameters:
    ///   - label: the name of the work, in one word.
    ///   - unit: the unit of the count: `rows`, `events`.
    init(_ label: String, counting unit: String = "rows", options: SharedOptions) {
        self.label = label
        self.unit = unit
        terminal = !options.quiet && Terminal.standardError.isTerminal ? Terminal.standardError : nil
    }

    deinit { clear() }

    /// Whether the bar is shown: only then does a caller need to know the total.
    var isVisible: Bool { terminal != nil }

    /// Draws the progress, at most ten times a second; may be called from any thread.
    ///
    /// - Parameters:
    ///   - done: how much is done of `total`, in any unit.
    ///   - total: how much there is; 0 if unknown.
    ///   - count: how many rows or events are done, for the rate.
    func update(done: Int, of total: Int, count: Int) {
        guard let terminal else { return }
        let now = ContinuousClock.now
        state.withLock { state in
            if let last = state.lastDrawn, now - last < .milliseconds(100) { return }
            state.lastDrawn = now
            state.isShown = true
            let line = line(done: done, of: total, count: count, after: (now - start) / .seconds(1))
            StandardError.write("\r" + line.prefix(max(0, terminal.width - 1)) + "\u{1B}[K")
        }
    }

    /// Removes the bar, before something else is printed and at the end.
    func clear() {
        state.withLock { state in
            if state.isShown { StandardError.write("\r\u{1B}[K") }
            state.isShown = false
        }
    }

    private func line(done: Int, of total: Int, count: Int, after seconds: Double) -> String {
        let rate = seconds > 0 ? "\(Int(Double(count) / seconds).grouped) \(unit)/s" : ""
        guard total > 0 else { return "\(label)  \(count.grouped) \(unit)  \(rate)" }
        let share = min(1, Double(done) / Double(total))
        let filled = Int(share * 20)
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 20 - filled)
        let percent = String(repeating: " ", count: share < 0.1 ? 2 : share < 1 ? 1 : 0) + "\(Int(share * 100)) %"
        let left = share > 0.01 ? "\(Int(seconds / share * (1 - share)).asDuration) left" : ""
        return "\(label)  \(bar) \(percent)  \(rate)  \(left)"
    }
}
