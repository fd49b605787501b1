import Foundation
import Testing

/// A run of the binary that is to go as recorded: `Cases/<feature>/<n>/` with `cmd`, a shell script, and `expout`,
/// `experr` and `exit`, what came of it. No `exit` means 0.
struct GoldenCase: CustomTestStringConvertible, Sendable {
    let folder: URL

    /// `simulate/1`
    var testDescription: String { folder.pathComponents.suffix(2).joined(separator: "/") }

    /// Every case, in order.
    static let all: [GoldenCase] = folders(in: Place.cases).flatMap { folders(in: $0) }.map(GoldenCase.init)

    var command: String { self["cmd"] ?? "" }

    /// An expectation's text; nil where it has not been recorded.
    subscript(name: String) -> String? {
        get {
            (try? Data(contentsOf: folder.appending(path: name))).map { String(decoding: $0, as: UTF8.self) }
        }
        nonmutating set {
            try? newValue.map { Data($0.utf8) }?.write(to: folder.appending(path: name))
        }
    }

    private static func folders(in folder: URL) -> [URL] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
        return names.filter { !$0.hasPrefix(".") }
            .sorted { $0.compare($1, options: .numeric) == .orderedAscending }
            .map { folder.appending(path: $0) }
    }
}
