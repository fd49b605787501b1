import Durability
public import TransparencyLog

extension WitnessPolicy {
    /// Reads a policy from its file.
    ///
    /// - Throws: ``LedgerError/file(_:)`` if it cannot be read; ``LedgerError/notAPolicy(path:_:)`` with the number of
    ///   the first wrong line.
    public init(path: String) throws(LedgerError) {
        let bytes = try LedgerError.wrapping { () throws(FileError) in
            try FileBytes.read(path, links: .followed, upTo: WitnessPolicy.maximumBytes)
        }
        do throws(PolicyError) {
            try self.init(bytes)
        } catch {
            throw .notAPolicy(path: path, error)
        }
    }
}
