public import Durability
public import TransparencyLog
import Glibc

extension SigningKey {
    /// Reads the file of a private key.
    ///
    /// - Throws: `FileError` if it cannot be read; ``LedgerError/notAKey(path:_:)`` if it holds no key of a log;
    ///   ``LedgerError/exposedKey(path:)`` if others than its owner may read it.
    public init(path: String) throws {
        self = try PrivateKeyFile.read(path) { text throws(KeyError) in try SigningKey(text) }
    }

    /// Writes the key to a new file of mode 0600.
    ///
    /// - Throws: `FileError` if the file exists, which is never replaced, or cannot be created.
    public func write(to path: String) throws(FileError) { try PrivateKeyFile.write(text, to: path) }
}

extension CosigningKey {
    /// Reads the file of a witness's private key.
    ///
    /// - Throws: `FileError` if it cannot be read; ``LedgerError/notAKey(path:_:)`` if it holds no key of a witness;
    ///   ``LedgerError/exposedKey(path:)`` if others than its owner may read it.
    public init(path: String) throws {
        self = try PrivateKeyFile.read(path) { text throws(KeyError) in try CosigningKey(text) }
    }

    /// Writes the key to a new file of mode 0600.
    ///
    /// - Throws: `FileError` if the file exists, which is never replaced, or cannot be created.
    public func write(to path: String) throws(FileError) { try PrivateKeyFile.write(text, to: path) }
}

/// The file of a private key.
private enum PrivateKeyFile {
    static func read<Key>(_ path: String, _ parse: (String) throws(KeyError) -> Key) throws -> Key {
        let file = try OpenFile(path, links: .followed)
        let text = try String(decoding: FileBytes.read(file, named: path), as: UTF8.self)
        let key: Key
        do throws(KeyError) {
            key = try parse(text)
        } catch {
            throw LedgerError.notAKey(path: path, error)
        }
        guard file.mode & 0o077 == 0 else { throw LedgerError.exposedKey(path: path) }
        return key
    }

    static func write(_ text: String, to path: String) throws(FileError) {
        var file = try AtomicFile(replacing: path, mode: 0o600)
        let bytes = Array(text.utf8)
        try file.write(bytes.span)
        guard try file.commit(.whereNoneIs) == .appeared else {
            throw FileError(path: path, doing: "create", code: EEXIST)
        }
    }
}
