import Analysis
import Presentation
import TrackingLog

extension SharedOptions {
    /// Warns about rows that could not be read.
    func warn(aboutRejectsOf quality: Quality) {
        let example = quality.examples.first.map { ", such as \($0.path), line \($0.line): \($0.reason)" } ?? ""
        warn(
            "\(quality.rejected.grouped) of \((quality.rows + quality.rejected).counting("row")) could not be read\(example)"
        )
    }

    /// Warns about payloads that could not be read.
    func warn(aboutPayloadsOf quality: Quality) {
        for warning in quality.payloadWarnings { warn(warning) }
    }
}
