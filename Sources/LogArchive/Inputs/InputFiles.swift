import Durability
import Foundation
import Glibc

/// The files that the inputs of a reading stand for: folders opened up, no file twice.
struct InputFiles {
    /// A file to be opened.
    struct File {
        var input: LogInput
        /// Whether it was found in a folder. Then it has to be a plain file: whoever names a pipe by itself wants it read,
        /// but one that lies in a folder would hold the reading up for ever.
        var isFound = false
    }

    /// In the order of the inputs; a folder's files in the order of their paths.
    private(set) var files: [File] = []
    /// The sum of the files' sizes, in bytes; 0 where standard input is among them.
    private(set) var bytes = 0
    private(set) var failures: [ReadingFailure] = []
    private(set) var warnings: [String] = []
    /// Folders in which there is nothing to read.
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
            case .path(let path): add(path)
            }
        }
        if readsStandardInput { bytes = 0 }
    }

    private var readsStandardInput: Bool { files.contains { $0.input == .standardInput } }

    private mutating func add(_ path: String, isFound: Bool = false) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            failures.append(ReadingFailure(path, ReadingFault(code: errno)))
            return
        }
        if status.st_mode & S_IFMT == S_IFDIR {
            if add(folder: path) == 0 { withoutLog.append(path) }
            return
        }
        // A pipe has no identity of its own: only plain files can be the same one twice.
        if status.st_mode & S_IFMT == S_IFREG {
            guard let place = FilePlace(path), seen.insert(place).inserted else {
                warnings.append("\(path) is named twice; it is read once")
                return
            }
        }
        files.append(File(input: .path(path), isFound: isFound))
        bytes += Int(status.st_size)
    }

    /// Adds the logs and zips in a folder and those below it, in the order of their paths; hidden ones are left out. A
    /// folder that links lead to again is not opened again.
    ///
    /// - Returns: how many there are; nil where the folder has been opened before, or cannot be.
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
                    // A file, or nothing: a link that leads nowhere is a log that cannot be read.
                    add(path, isFound: true)
                    continue
                }
                failures.append(ReadingFailure(path, ReadingFault(inFolder: kind)))
            }
        }
        return count
    }
}
