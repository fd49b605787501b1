import ArgumentParser
import Durability
import LogArchive
import Presentation

/// The format of an answer, and where it goes.
struct AnswerOptions<Format: FormatArgument>: ParsableArguments {
    @Option(help: ArgumentHelp("Output format: \(Format.summary)."))
    var format: Format?

    @Flag(help: "The same as --format json.")
    var json = false

    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp("Output file (default: standard output).", valueName: "file"), completion: .file())
    var output: String?

    func validate() throws {
        if json, format ?? .json != .json { throw ValidationError("--json and --format exclude each other") }
    }

    /// The format asked for.
    var chosen: Format { format ?? (json ? .json : .table) }
}

extension AnswerOptions<PageFormatName> {
    /// Opens the output: one that cannot be written is known before the work, not after.
    ///
    /// - Parameter inputs: what the run reads, which the answer does not replace.
    func open(inputs: [LogInput]) throws -> AnswerOutput {
        let target = try OutputTarget(output, inputs: inputs)
        let isSeen = target.destination == .standardOutput
        return AnswerOutput(
            format: chosen, target: target,
            table: isSeen ? Terminal.standardOutput.textFormat : TextFormat(),
            // Standard output is opened with the first text: an answer with nothing to show needs none.
            output: isSeen ? nil : try Output(target))
    }
}

/// An output that waits for its answer.
struct AnswerOutput: ~Copyable {
    fileprivate let format: PageFormatName
    fileprivate let target: OutputTarget
    fileprivate let table: TextFormat
    fileprivate var output: Output?

    /// Writes the answer, piece by piece.
    consuming func write(_ answer: some PageAnswer) throws(FileError) {
        try format.write(answer, table: table) { (text: String) throws(FileError) in
            if output == nil { output = try Output(target) }
            try output?.write(text)
        }
        try output.take()?.finish()
    }
}

/// A format of answers, by its name on the command line.
protocol FormatArgument: ExpressibleByArgument, Equatable, Sendable {
    /// For people, and the default.
    static var table: Self { get }
    /// For programs.
    static var json: Self { get }
    /// All of them, for the help.
    static var summary: String { get }
}

extension FormatName: FormatArgument {
    static let summary = "table (default), json, csv (one fact per row), markdown or html"
}

extension PageFormatName: FormatArgument {
    static let summary = "table (default), json, markdown or html"
}
