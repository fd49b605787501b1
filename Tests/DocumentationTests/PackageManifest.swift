import Foundation
import Subprocess

/// `Package.swift`, as far as the rules for modules need it.
struct PackageManifest: Decodable {
    struct Target: Decodable {
        var name: String
        var type: String
        var dependencies: [Dependency]
    }

    /// A target of this package, or a product of another one.
    struct Dependency: Decodable {
        var name: String

        init(from decoder: any Decoder) throws {
            // {"byName": [NAME, …]} or {"product": [NAME, PACKAGE, …]}
            let object = try decoder.singleValueContainer().decode([String: FirstText].self)
            name = object.values.first?.text ?? ""
        }
    }

    private struct FirstText: Decodable {
        var text: String

        init(from decoder: any Decoder) throws {
            var list = try decoder.unkeyedContainer()
            text = try list.decode(String.self)
        }
    }

    var targets: [Target]

    /// The modules, in the order in which they are declared.
    var modules: [Target] { targets.filter { $0.type != "test" } }

    /// Asks SwiftPM, which needs neither the network nor the build folder for it.
    static func read() async throws -> PackageManifest {
        let scratch = FileManager.default.temporaryDirectory.appending(path: "pushtrail-manifest-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: scratch) }
        let result = try await Subprocess.run(
            .name("swift"),
            arguments: [
                "package", "--package-path", Repository.root.path(), "--scratch-path", scratch.path(), "dump-package",
            ],
            output: .bytes(limit: 1 << 24), error: .string(limit: 1 << 16))
        guard result.terminationStatus.isSuccess else { throw Unreadable(description: result.standardError) }
        return try JSONDecoder().decode(PackageManifest.self, from: Data(result.standardOutput))
    }

    private struct Unreadable: Error, CustomStringConvertible {
        var description: String
    }
}
