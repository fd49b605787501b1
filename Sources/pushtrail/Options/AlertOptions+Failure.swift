import Alerts
import Diagnosis
import TrackingLog

extension AlertOptions {
    /// Runs a command's work, and notifies people if it fails: no answer is bad news, too.
    ///
    /// If that cannot be sent either, the command's own error is what counts.
    ///
    /// - Parameters:
    ///   - answer: what the command makes, in one word.
    ///   - notify: who is notified.
    ///   - output: where the answer goes; nil for standard output.
    ///   - shared: how the run talks.
    ///   - work: makes the answer.
    func announcingFailures(
        of answer: String, by notify: NotifyOptions, output: String?, _ shared: SharedOptions, _ work: () throws -> Void
    ) throws {
        do {
            try work()
        } catch {
            let failure = Failure(error)
            if failure.status == .couldNotRun, failure.message != nil {
                announce(failure, of: answer, by: notify, output: output, shared)
            }
            throw error
        }
    }

    private func announce(
        _ failure: Failure, of answer: String, by notify: NotifyOptions, output: String?, _ shared: SharedOptions
    ) {
        let lines = [failure.message, failure.hint].compactMap(\.self)
        let notice = Notice(title: "The \(answer) could not be made", lines: lines, severity: .serious, time: .now)
        try? notify.send([notice], mail: try notify.mailTarget(besides: try OutputTarget(output)), shared)
        let watched = try? read(notify, hasBaseline: true, inputs: [])
        try? announce(watched, by: notify, shared) { Observations(withoutLogs: lines, $0, at: $1) }
    }
}
