import Durability
import Foundation
import Glibc

/// The files to read: folders are searched, and no file is read twice.
struct InputFiles {
    /// A file to be opened.
    struct File {
        var input: LogInput
        /// Whether it was found in a folder. It must then be a regular file: a pipe that is named on the command line
        /// is meant to be read, but one in a folder could block for ever.
        var isFound = false
    }

    /// In the order of the inputs; a folder's files in the order of their paths.
    private(set) var files: [File] = []
    /// The sum of the files' sizes, in bytes; 0 where standard input is among them.
    private(set) var bytes = 0
    private(set) var failures: [ReadingFailure] = []
    private(set) var warnings: [String] = []
    /// The folders that were named.
    private(set) var folders: [String] = []
    private(set) var leftOut: [LeftOutFile] = []
    private var seen: Set<FilePlace> = []

    init(_ inputs: [LogInput]) {
        for input in inputs {
            switch input {
            case .standardInput:
                if readsStandardInput {
                    warnings.append("standard input is named twice; it is read once")
                } else {
                    files.append(File(input: .standardInput))
                }
            case .path(let path), .copy(let path, _): add(path, of: input)
            }
        }
        if readsStandardInput { bytes = 0 }
    }

    private var readsStandardInput: Bool { files.contains { $0.input == .standardInput } }

    private mutating func add(_ path: String, of input: LogInput, isFound: Bool = false) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            let error = FileError(path: path, doing: "read", code: errno)
            failures.append(ReadingFailure(input.name, ReadingFault(error)))
            return
        }
        if status.st_mode & S_IFMT == S_IFDIR {
            if add(folder: path) { folders.append(path) }
            return
        }
        // Only a regular file can be read twice by mistake.
        if status.st_mode & S_IFMT == S_IFREG {
            guard let place = FilePlace(path), seen.insert(place).inserted else {
                warnings.append("\(input.name) is named twice; it is read once")
                return
            }
        }
        files.append(File(input: input, isFound: isFound))
        bytes += Int(status.st_size)
    }

    /// Adds the files in a folder and its subfolders, in the order of their paths, without hidden ones.
    ///
    /// A folder that links lead to again is not searched again.
    ///
    /// - Returns: false if it was searched before, or cannot be listed.
    @discardableResult
    private mutating func add(folder: String) -> Bool {
        guard let place = FilePlace(folder), seen.insert(place).inserted else { return false }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            let reason = "the folder cannot be listed: \(error.localizedDescription)"
            failures.append(ReadingFailure(folder, ReadingFault(reason: reason)))
            return false
        }
        for name in names.sorted() where !name.hasPrefix(".") {
            let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
            add(found: path, NameVerdict(named: name))
        }
        return true
    }

    /// Adds what a folder holds.
    private mutating func add(found path: String, _ name: NameVerdict) {
        let kind = FileKind(at: path)
        if let left = LeftOutFile(path, name) {
            leftOut.append(left)
        } else if kind == .folder {
            add(folder: path)
        } else if let kind, kind != .file {
            let error = FileError(path: path, doing: "read", found: kind)
            if name == .log {
                failures.append(ReadingFailure(path, ReadingFault(error)))
            } else {
                leftOut.append(LeftOutFile(name: path, reason: error.reason, isExpected: true))
            }
        } else {
            // A file, or nothing: a link to nowhere is a log that cannot be read.
            add(path, of: .path(path), isFound: true)
        }
    }
}
