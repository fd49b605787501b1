import Durability
import Glibc
import Ledger
import LogArchive

/// Where a command's output goes, and whether that is allowed; decided once, before any work.
///
/// A file is replaced atomically. A device or a named pipe is written in place, as standard output is.
struct OutputTarget {
    /// How the bytes get there.
    enum Destination {
        case standardOutput
        case inPlace
        case replacing
    }

    /// What is written: a terminal gets text only.
    enum Content: String {
        case text
        case zip = "a zip"
        case store = "a store"
        case tally = "a tally"
    }

    /// Standard output, for text.
    static let standardOutput = OutputTarget(path: "-", destination: .standardOutput)

    let path: String
    let destination: Destination

    /// What messages call it.
    var name: String { destination == .standardOutput ? "standard output" : path }

    private init(path: String, destination: Destination) {
        self.path = path
        self.destination = destination
    }

    /// - Parameters:
    ///   - path: the path that was named; `-` or nil is standard output.
    ///   - option: the option that named it.
    ///   - content: what will be written.
    ///   - store: the store in use, which is no place for an output, nor are its files.
    ///   - inputs: what the run reads, which is none either.
    /// - Throws: ``Failure``, of wrong usage.
    init(
        _ path: String?, option: String = "-o", of content: Content = .text, store: String? = nil,
        inputs: [LogInput] = []
    ) throws(Failure) {
        let path = path ?? "-"
        guard !path.isEmpty else {
            throw Failure(
                .wrongUsage, "\(option) names no file", hint: "\(option) takes a path, or - for standard output")
        }
        let kind = FileKind(at: path)
        // Opening /dev/stdout again would start at the beginning of the file. If standard output is closed, the null
        // device has its place, so that only these names mean it.
        let isOpen =
            StandardStreams.isOutputClosed
            ? ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"].contains(path)
            : kind != nil && FilePlace(path) == FilePlace(descriptor: STDOUT_FILENO)
        self.path = path
        destination =
            switch kind {
            case _ where path == "-" || isOpen: .standardOutput
            case .characterDevice, .pipe: .inPlace
            default: .replacing
            }
        if destination == .standardOutput, content != .text, Terminal.standardOutput.isTerminal {
            throw Failure(
                .wrongUsage, "\(content.rawValue) is not written to a terminal",
                hint: "name a file with \(option), or pipe it to another program")
        }
        try checkApart(from: store, inputs, option)
        if destination == .replacing { try checkReplaceable(by: content, option) }
        if destination == .replacing, let archive = ArchiveFolder(containing: path) {
            throw Failure(
                .wrongUsage, "the output \(path) lies in the archive \(archive.path), which holds only what is sealed",
                hint: "name a file outside the archive with \(option)")
        }
    }

    /// Whether what is written to one is written to the other, too.
    func isSame(as other: OutputTarget) -> Bool {
        if destination == .standardOutput || other.destination == .standardOutput {
            return destination == other.destination
        }
        guard let place = FilePlace(path), let others = FilePlace(other.path) else { return path == other.path }
        return place == others
    }

    /// Makes a file that is complete only at its end, a zip or a store: in its own place, or in a temporary folder, from
    /// where it is copied to the output.
    func make<Result>(_ make: (_ path: String) throws -> Result) throws -> Result {
        guard destination != .replacing else { return try make(path) }
        return try Scratch.with { folder in
            // Known to be open before the work, not after.
            var output = try Output(self)
            let whole = folder + "/whole"
            let result = try make(whole)
            try output.copy(whole)
            try output.finish()
            return result
        }
    }

    // MARK: - What it must not be

    private func checkApart(from store: String?, _ inputs: [LogInput], _ option: String) throws(Failure) {
        guard let place = ownPlace else { return }
        let subject = destination == .standardOutput ? name : "the output \(name)"
        let hint = "name another file with \(option)"
        if let store {
            if place == FilePlace(store) {
                throw Failure(.wrongUsage, "\(subject) is the store itself: \(store)", hint: hint)
            }
            // SQLite puts its own files beside the end of the links.
            let end = (try? FilePlace.following(store)) ?? store
            for file in ["\(end)-wal", "\(end)-shm"] where place == FilePlace(file) {
                throw Failure(.wrongUsage, "\(subject) is a part of the store \(store)", hint: hint)
            }
        }
        for input in LogInput.files(of: inputs) where place == input.place {
            throw Failure(.wrongUsage, "\(subject) is also an input: \(input.name)", hint: hint)
        }
    }

    /// A mistyped path must not cost a key, or a store with all its events. A backup replaces an older one.
    private func checkReplaceable(by content: Content, _ option: String) throws(Failure) {
        guard let nature = FileNature(of: path), nature == .privateKey || nature == .database && content != .store
        else {
            return
        }
        throw Failure(
            .wrongUsage, "the output \(path) is there, and is \(nature): it is not replaced",
            hint: "name another file with \(option), or remove that one")
    }

    /// The place that the output takes; nil where it takes none: nothing is lost by writing to a device.
    private var ownPlace: FilePlace? {
        switch destination {
        case .standardOutput: FileKind(of: STDOUT_FILENO) == .file ? FilePlace(descriptor: STDOUT_FILENO) : nil
        case .inPlace: FileKind(at: path) == .pipe ? FilePlace(path) : nil
        case .replacing: FilePlace(path)
        }
    }
}

extension LogInput {
    /// Where the input's file is; nil where it has none.
    fileprivate var place: FilePlace? {
        switch self {
        case .path(let path), .copy(let path, _): FilePlace(path)
        case .standardInput: FileKind(of: STDIN_FILENO) == .file ? FilePlace(descriptor: STDIN_FILENO) : nil
        }
    }
}
