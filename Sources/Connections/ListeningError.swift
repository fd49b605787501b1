import Glibc
import NIOCore

/// Why a server cannot listen on its address.
public struct ListeningError: Error, CustomStringConvertible {
    /// What is wrong, naming the address.
    public let description: String
    /// What can be done about it.
    public let hint: String

    /// - Parameters:
    ///   - error: what the server ended with.
    ///   - host: the host that was named.
    ///   - port: the port that was named.
    ///   - options: the options that name host and port, for the hint.
    /// - Returns: nil if the error is about something else.
    package init?(
        _ error: any Error, host: String, port: Int, options: (host: String, port: String) = ("--host", "--port")
    ) {
        let address = "\(host.contains(":") ? "[\(host)]" : host):\(port)"
        switch error {
        case is SocketAddressError.UnknownHost:
            description = "the host \(host) cannot be resolved"
            hint = "\(options.host) takes an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them"
        case let error as IOError where error.errnoCode == EADDRINUSE:
            description = "cannot listen on \(address): the port is in use"
            hint = "stop the program that listens there (ss -ltnp shows it), or choose another \(options.port)"
        case let error as IOError where error.errnoCode == EADDRNOTAVAIL:
            description = "cannot listen on \(address): not an address of this machine"
            hint =
                "\(options.host) takes an address of this machine (ip address shows them), or 0.0.0.0 for all of them"
        case let error as IOError where error.errnoCode == EACCES:
            description = "cannot listen on \(address): not permitted"
            hint = "ports below 1024 are root's; choose another \(options.port), and a proxy in front"
        default: return nil
        }
    }
}
