import NIOSSL

/// Which certificates a server may show.
public enum WebTrust: Sendable {
    /// Those that the system trusts.
    case system
    /// Those that the authorities of a file in PEM vouch for.
    case file(String)

    func context() throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        if case .file(let path) = self { configuration.trustRoots = .file(path) }
        configuration.minimumTLSVersion = .tlsv12
        return try NIOSSLContext(configuration: configuration)
    }
}
