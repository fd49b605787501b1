#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif
import Durability
import Foundation

/// The files that the inputs of a reading stand for: folders opened up, no file twice.
struct InputFiles {
    /// In the order of the inputs; a folder's files in the order of their paths.
    private(set) var files: [LogInput] = []
    /// The sum of the files' sizes, in bytes; 0 where standard input is among them.
    private(set) var bytes = 0
    private(set) var failures: [(name: String, reason: String)] = []
    private(set) var warnings: [String] = []
    private var seen: Set<FilePlace> = []

    init(_ inputs: [LogInput]) {
        for input in inputs {
            switch input {
            case .standardInput:
                if files.contains(.standardInput) {
                    warnings.append("standard input is named twice; it is read once")
                } else {
                    files.append(.standardInput)
                }
            case .path(let path): add(path)
            }
        }
        if files.contains(.standardInput) { bytes = 0 }
    }

    private mutating func add(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            failures.append((path, String(cString: strerror(errno))))
            return
        }
        if status.st_mode & S_IFMT == S_IFDIR {
            do {
                let found = try LogFile.paths(inFolder: path)
                if found.isEmpty { warnings.append("\(path) holds no .zip, .csv, .ndjson or .jsonl file") }
                for file in found { add(file) }
            } catch {
                failures.append((path, error.reason))
            }
            return
        }
        // A pipe has no identity of its own: only plain files can be the same one twice.
        if status.st_mode & S_IFMT == S_IFREG {
            guard let place = FilePlace(path), seen.insert(place).inserted else {
                warnings.append("\(path) is named twice; it is read once")
                return
            }
        }
        files.append(.path(path))
        bytes += Int(status.st_size)
    }
}
