import Glibc
import NIOCore
import NIOPosix
import NIOSSL

extension WebExchange {
    /// An error of the network in words: those of NIO and BoringSSL are for developers.
    package static func words(_ error: any Error) -> String {
        switch error {
        case let error as NIOConnectionError:
            if let failure = error.connectionErrors.last { return words(failure.error) }
            return "there is no host named \(error.host)"
        case let error as IOError: return String(cString: strerror(error.errnoCode))
        case ChannelError.connectTimeout: return "it takes too long"
        case let error as NIOSSLExtraError where error == .failedToValidateHostname:
            return "its certificate is for another name"
        default:
            let text = "\(error)"
            if text.contains("CERTIFICATE_VERIFY_FAILED") { return "its certificate is not trusted" }
            if text.contains("WRONG_VERSION_NUMBER") { return "it does not speak TLS" }
            return String(text.prefix { !$0.isNewline }.prefix(200))
        }
    }
}
