import Durability
import Foundation
import Ledger
import LogArchive
import LogVerification

/// Inputs that can be read more than once: standard input and pipes are copied to files first.
struct RereadInputs {
    private(set) var inputs: [LogInput] = []
    /// What the copies are copies of, by their paths.
    private var names: [String: String] = [:]

    /// - Parameters:
    ///   - folder: where copies are put.
    ///   - most: how many bytes may be copied of each; nil for any number.
    init(_ inputs: [LogInput], copiesIn folder: String, most: Int? = nil) throws {
        for input in inputs {
            switch input {
            case .standardInput: try copy("/dev/stdin", called: "standard input", to: folder, most: most)
            case .path(let path) where RereadInputs.isPipe(path): try copy(path, called: path, to: folder, most: most)
            case .path: self.inputs.append(input)
            }
        }
    }

    private mutating func copy(_ path: String, called name: String, to folder: String, most: Int?) throws {
        guard !names.values.contains(name) else { return }
        // The reader goes by what a file begins with, and a name in `.zip` would make it insist.
        let copy = "\(folder)/input-\(names.count + 1)"
        var output = try Output(OutputTarget(copy))
        try output.copy(path, most: most)
        try output.finish()
        names[copy] = name
        inputs.append(.path(copy))
    }

    private static func isPipe(_ path: String) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0 else { return false }
        return status.st_mode & S_IFMT != S_IFREG && status.st_mode & S_IFMT != S_IFDIR
    }

    // MARK: - Names

    /// Gives the copies back, in what came of reading them, the names of what they are copies of.
    func giveNamesBack(in summary: inout ReadingSummary) {
        for index in summary.sources.indices { giveNameBack(in: &summary.sources[index].path) }
        for index in summary.failures.indices { giveNameBack(in: &summary.failures[index].name) }
        for index in summary.withoutLog.indices { giveNameBack(in: &summary.withoutLog[index]) }
        for index in summary.warnings.indices { giveNameBack(in: &summary.warnings[index]) }
    }

    /// Gives the copies back, in what came of verifying them, the names of what they are copies of.
    func giveNamesBack(in verification: inout Verification) {
        giveNameBack(in: &verification.path)
        for index in verification.findings.indices {
            giveNameBack(in: &verification.findings[index].path)
            giveNameBack(in: &verification.findings[index].reason)
        }
    }

    /// Replaces the path of a copy, wherever it stands in a text, by the name of what it is a copy of.
    func giveNameBack(in text: inout String) {
        for (copy, name) in names { text = text.replacing(copy, with: name) }
    }
}
