/// A program that has run.
struct Finished: Sendable {
    /// Its exit code; 128 and the signal's number where a signal ended it, as shells say it.
    var exit: Int32
    var output: [UInt8]
    var errors: String

    var text: String { String(decoding: output, as: UTF8.self) }
}
