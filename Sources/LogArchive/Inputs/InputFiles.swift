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
    /// Folders without a log.
    private(set) var withoutLog: [String] = []
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
            if add(folder: path) == 0 { withoutLog.append(path) }
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

    /// Adds the logs and zips in a folder and its subfolders, in the order of their paths, without hidden ones.
    ///
    /// A folder that links lead to again is not searched again.
    ///
    /// - Returns: how many there are; nil where the folder was searched before, or cannot be.
    @discardableResult
    private mutating func add(folder: String) -> Int? {
        guard let place = FilePlace(folder), seen.insert(place).inserted else { return nil }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            let reason = "the folder cannot be listed: \(error.localizedDescription)"
            failures.append(ReadingFailure(folder, ReadingFault(reason: reason)))
            return nil
        }
        var count = 0
        for name in names.sorted() where !name.hasPrefix(".") {
            let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
            let kind = FileKind(at: path)
            if kind == .folder {
                count += add(folder: path) ?? 0
            } else if LogFile.isNamedAsLog(name) {
                count += 1
                guard let kind, kind != .file else {
                    // A file, or nothing: a link to nowhere is a log that cannot be read.
                    add(path, of: .path(path), isFound: true)
                    continue
                }
                let error = FileError(path: path, doing: "read", found: kind)
                failures.append(ReadingFailure(path, ReadingFault(error)))
            }
        }
        return count
    }
}
