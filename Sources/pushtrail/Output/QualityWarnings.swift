import Analysis
import TrackingLog

extension SharedOptions {
    /// Warns about rows that an answer is missing, and about payloads of which nothing is known.
    func warn(about quality: Quality, writtenTo target: OutputTarget) {
        // A page or a pipe is seen by others than the one who runs this.
        if target.destination != .standardOutput, quality.rejected > 0 { warn(aboutRejectsOf: quality) }
        if quality.damagedPayloads > 0 {
            warn(
                "\(quality.damagedPayloads.counting("delivery", "deliveries")) with a payload that begins as JSON and is none: "
                    + "people, names and platforms are not known by it")
        }
    }

    /// Warns about rows that could not be read.
    func warn(aboutRejectsOf quality: Quality) {
        let example = quality.examples.first.map { ", such as \($0.path), line \($0.line): \($0.reason)" } ?? ""
        warn(
            "\(quality.rejected.grouped) of \((quality.rows + quality.rejected).counting("row")) could not be read\(example)"
        )
    }
}
