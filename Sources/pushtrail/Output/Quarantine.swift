import Durability
import Glibc
import LogArchive
import Presentation
import TrackingLog

/// A folder for input files whose content cannot be read, so that they do not stop the next run too.
///
/// A file is moved there with the current time before its name, and with its reasons in a `.reason` file beside it. Nothing
/// there is ever replaced.
struct Quarantine {
    private let folder: String
    private let time: String

    /// Creates the folder if it is not there.
    ///
    /// - Throws: ``Failure`` of wrong usage if it lies in a folder that is read: its files would be read again.
    init(_ folder: String, inputs: [LogInput], now: Timestamp = .now) throws {
        for case .path(let path) in inputs {
            guard FilePlace(folder) == FilePlace(path) || FilePlace.lies(folder, in: path) else { continue }
            throw Failure(
                .wrongUsage, "--quarantine \(folder) lies in \(path), which is read",
                hint: "name a folder beside it: files moved there would be read again")
        }
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
            throw FileError(path: folder, doing: "create", code: errno)
        }
        guard FileKind(at: folder) == .folder else {
            throw Failure(.wrongUsage, "--quarantine \(folder) is not a folder", hint: "name a folder, or a new one")
        }
        self.folder = folder
        // As in RFC 3339, without the colons, which some programs take for a host's name.
        time = now.rfc3339.filter { $0 != ":" }
    }

    /// A file that was moved, and where it is now.
    struct Moved {
        var file: String
        var place: String
    }

    /// Moves the files of a reading whose content could not be read, and zips without a log.
    ///
    /// - Throws: `FileError`. Files moved before it stay moved.
    func move(from summary: ReadingSummary) throws(FileError) -> [Moved] {
        var faults = summary.failures.compactMap { failure in
            failure.damagedFile.map { (file: $0, reason: "\(failure.name): \(failure.reason)") }
        }
        faults += summary.withoutLog.filter { FileKind(at: $0) == .file }.map { ($0, "\($0): no tracking log in it") }
        // Several entries of one zip may be damaged.
        let files = Dictionary(grouping: faults) { $0.file }
        var moved: [Moved] = []
        for file in files.keys.sorted() {
            let reasons = files[file, default: []].map { "\($0.reason.printable)\n" }.joined()
            moved.append(Moved(file: file, place: try move(file, because: reasons)))
        }
        return moved
    }

    private func move(_ file: String, because reasons: String) throws(FileError) -> String {
        var place = "\(folder)/\(time)-\(FilePlace.name(of: file))"
        // Files of several folders may have one name.
        var number = 1
        while FileKind(at: place) != nil || FileKind(at: place + ".reason") != nil {
            number += 1
            place = "\(folder)/\(time)-\(number)-\(FilePlace.name(of: file))"
        }
        // The reason comes first: a file is never there without one.
        var reason = try AtomicFile(replacing: place + ".reason", links: .refused, mode: 0o600)
        try reason.write(Array(reasons.utf8).span)
        try reason.commit(.whereNoneIs)
        guard rename(file, place) == 0 else {
            let code = errno
            unlink(place + ".reason")
            throw FileError(path: file, doing: "move to \(folder)", code: code)
        }
        try AtomicFile.syncFolder(of: place)
        try AtomicFile.syncFolder(of: file)
        return place
    }
}
