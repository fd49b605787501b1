import Foundation

@testable import TransparencyLog

/// A log of 40 entries, signed by a key of its own.
struct TestLog {
    let origin: String
    let key: SigningKey
    let tree: MerkleTree

    /// - Parameters:
    ///   - origin: the log's name.
    ///   - key: the log's key; nil for a new one.
    ///   - shared: how many of the first entries are those of every other log here.
    init(_ origin: String, key: SigningKey? = nil, sharing shared: Int = 40) throws {
        self.origin = origin
        self.key = try key ?? SigningKey(new: origin)
        tree = MerkleTree((0..<40).map { SHA256Hash.leaf([UInt8($0), $0 < shared ? 0 : 1]) })
    }

    func note(_ size: Int) throws -> SignedNote {
        let text = Checkpoint(origin: origin, size: size, root: tree.root(of: size)).text
        return SignedNote(text: text, signatures: [try key.sign(text)])
    }

    /// A request to cosign a size.
    ///
    /// - Parameter other: the log whose proof is sent; nil for this one.
    func request(_ old: Int, _ new: Int, proofOf other: TestLog? = nil) throws -> AddCheckpointRequest {
        AddCheckpointRequest(
            oldSize: old, proof: (other ?? self).tree.consistencyProof(from: old, to: new), checkpoint: try note(new))
    }
}

/// A folder of a test's own, which goes when the test lets go of it.
final class TestFolder: Sendable {
    let path: String

    init() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "witness-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.path()
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
