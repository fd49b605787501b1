public import Durability
import Glibc
public import LogArchive
public import TrackingLog

/// Why files cannot be moved to a folder.
public enum FilingError: Error, Sendable, CustomStringConvertible {
    /// The run reads files in the folder.
    case isRead(String, input: String)
    /// The folder cannot be created or used.
    case file(FileError)

    /// What is wrong, naming the folder.
    public var description: String {
        switch self {
        case .isRead(let path, let input): "files cannot be moved to \(path): the files in \(input) are read"
        case .file(let error): "\(error)"
        }
    }
}

/// A folder that input files are moved to, each with the time of the run before its name. Nothing there is ever replaced.
public struct FilingFolder: Sendable {
    /// The folder's path.
    public let path: String
    private let time: String

    /// The maximum length of a name, in bytes; file systems have 255.
    private static let longestName = 200

    /// Creates the folder if it is not there.
    ///
    /// - Parameters:
    ///   - path: the folder.
    ///   - inputs: what the run reads.
    ///   - now: the time of the run.
    /// - Throws: ``FilingError``, also if the folder is one that is read, or lies in one: the next run would read what was
    ///   moved.
    public init(_ path: String, outside inputs: [LogInput], now: Timestamp = .now) throws(FilingError) {
        var path = path
        while path.utf8.count > 1, path.utf8.last == UInt8(ascii: "/") { path.removeLast() }
        for case .path(let input) in inputs {
            let folder = FileKind(at: input) == .folder ? input : FilePlace.folder(of: input)
            let isRead = FilePlace(path) == FilePlace(folder)
            let isBelow = FileKind(at: input) == .folder && FilePlace.lies(path, in: input)
            guard isRead || isBelow else { continue }
            throw .isRead(path, input: folder)
        }
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw .file(FileError(path: path, doing: "create", code: errno))
        }
        guard FileKind(at: path) == .folder else {
            throw .file(FileError(path: path, doing: "move files to", code: ENOTDIR))
        }
        self.path = path
        // As in RFC 3339, without the colons, which some programs take for the end of a host's name.
        time = now.rfc3339.filter { $0 != ":" }
    }

    /// Moves a file.
    ///
    /// - Returns: where it is now.
    func take(_ file: String) throws(FileError) -> String {
        let name = String(decoding: FilePlace.name(of: file).utf8.suffix(Self.longestName), as: UTF8.self)
        var number = 1
        while true {
            // Files of several folders may have one name, and so may those of two runs in one second.
            let place = "\(path)/\(time)-\(number == 1 ? "" : "\(number)-")\(name)"
            if try FileMove.run(file, to: place) { return place }
            number += 1
        }
    }
}
