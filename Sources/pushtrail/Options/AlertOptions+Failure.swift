import Alerts
import Diagnosis
import TrackingLog

extension AlertOptions {
    /// Runs a command's work, and tells people if it cannot be done: no answer is bad news, too.
    ///
    /// What goes wrong in telling is less than what went wrong before.
    ///
    /// - Parameters:
    ///   - answer: what the command makes, in one word.
    ///   - notify: whom it is told.
    ///   - output: where the answer goes; nil for standard output.
    ///   - shared: how the run talks.
    ///   - work: makes the answer.
    func tellingFailures(
        of answer: String, by notify: NotifyOptions, output: String?, _ shared: SharedOptions, _ work: () throws -> Void
    ) throws {
        do {
            try work()
        } catch {
            let failure = Failure(error)
            if failure.status == .couldNotRun, failure.message != nil {
                tell(failure, of: answer, by: notify, output: output, shared)
            }
            throw error
        }
    }

    private func tell(
        _ failure: Failure, of answer: String, by notify: NotifyOptions, output: String?, _ shared: SharedOptions
    ) {
        let lines = [failure.message, failure.hint].compactMap(\.self)
        let notice = Notice(title: "The \(answer) could not be made", lines: lines, severity: .serious, time: .now)
        try? notify.send([notice], mail: try notify.mailTarget(besides: try OutputTarget(output)), shared)
        let watched = try? read(notify, hasBaseline: true, inputs: [])
        try? tell(watched, by: notify, shared) { Observations(withoutLogs: lines, $0, at: $1) }
    }
}
