import NIOSSL

extension TLSConfiguration {
    /// What a certificate and its key come to.
    init(_ files: ServiceConfiguration.TLSFiles) throws {
        let chain = try NIOSSLCertificate.fromPEMFile(files.certificate).map(NIOSSLCertificateSource.certificate)
        let key = try NIOSSLPrivateKey(file: files.key, format: .pem)
        self = .makeServerConfiguration(certificateChain: chain, privateKey: .privateKey(key))
    }
}
