import Durability
import LogArchive

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Where a command's output goes, and whether it may: decided once, before any work, for every command alike.
///
/// Only a file is replaced, whole or not at all. What is there and is no file (a device, a named pipe) is written to in
/// place, as standard output is.
struct OutputTarget {
    /// How the bytes get there.
    enum Way {
        case standardOutput
        case inPlace
        case replacing
    }

    /// What is written, where that matters.
    enum Content: String {
        case text
        case zip = "a zip"
        case store = "a store"
    }

    let path: String
    let way: Way

    /// What messages call it.
    var name: String { way == .standardOutput ? "standard output" : path }

    /// - Parameters:
    ///   - path: the path that was named; `-` or nil is standard output.
    ///   - option: the option that named it.
    ///   - content: what is to be written; a terminal gets text only.
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
        // /dev/stdout and its like: what is open already is not opened again, which would begin it anew.
        // Where standard output is closed, only these names are it: the null device in its place is somewhere else.
        let isOpen =
            StandardStreams.isOutputClosed
            ? ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"].contains(path)
            : kind != nil && FilePlace(path) == FilePlace(descriptor: STDOUT_FILENO)
        self.path = path
        way =
            switch kind {
            case _ where path == "-" || isOpen: .standardOutput
            case .characterDevice, .pipe: .inPlace
            default: .replacing
            }
        if way == .standardOutput, content != .text, Terminal.standardOutput.isTerminal {
            throw Failure(
                .wrongUsage, "\(content.rawValue) is not written to a terminal",
                hint: "name a file with \(option), or pipe it on")
        }
        try checkApart(from: store, inputs, option)
    }

    /// Has a file made that is whole only at its end, a zip or a store: in its own place, or else in a scratch folder,
    /// from where it is passed on.
    func make<Result>(_ make: (_ path: String) throws -> Result) throws -> Result {
        guard way != .replacing else { return try make(path) }
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
        let subject = way == .standardOutput ? name : "the output \(name)"
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

    /// The place that the output takes; nil where it takes none: nothing is lost by writing to a device.
    private var ownPlace: FilePlace? {
        switch way {
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
