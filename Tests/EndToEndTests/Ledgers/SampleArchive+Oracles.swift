import Foundation
import Testing

extension SampleArchive {
    /// The independent scripts, and how each is run.
    private static let shell = ("bash", Place.repository.appending(path: "scripts/verify-ledger.sh").path())
    private static let python = (Place.python, Place.repository.appending(path: "scripts/verify_ledger.py").path())

    /// Expects both independent scripts to find something wrong.
    ///
    /// - Parameter shell: whether the shell script can speak of it, which looks into no zip.
    func expectOraclesReject(
        _ options: [String] = [], keys: [String]? = nil, path: String = "archive", shell: Bool = true,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        for oracle in [Self.python] + (shell ? [Self.shell] : []) {
            let finished = try await run(oracle, options, keys, path)
            #expect(
                finished.exit == 1 && !finished.text.isEmpty && !finished.text.contains("OK"),
                "\(oracle.1): \(finished.text)\(finished.errors)",
                sourceLocation: sourceLocation)
        }
    }

    /// Expects both independent scripts to find nothing wrong.
    func expectOraclesAccept(
        _ options: [String] = [], keys: [String]? = nil, path: String = "archive",
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        for oracle in [Self.python, Self.shell] {
            let finished = try await run(oracle, options, keys, path)
            #expect(
                finished.exit == 0 && finished.text.hasPrefix("OK"), "\(oracle.1): \(finished.text)\(finished.errors)",
                sourceLocation: sourceLocation)
        }
    }

    private func run(
        _ oracle: (String, String), _ options: [String], _ keys: [String]?, _ path: String
    ) async throws -> Finished {
        let named = (keys ?? [vkey]).flatMap { ["--vkey", $0] }
        return try await scratch.run(oracle.0, [oracle.1, path] + named + options)
    }
}
