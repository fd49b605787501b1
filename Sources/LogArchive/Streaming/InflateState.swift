import CISAL

extension UnsafeMutablePointer where Pointee == inflate_state {
    /// Memory for ISA-L's inflating.
    ///
    /// It is cleared: damaged data may refer to bytes before its beginning, and ISA-L then gives what lies there.
    static func cleared() -> Self {
        let state = Self.allocate(capacity: 1)
        UnsafeMutableRawPointer(state).initializeMemory(as: UInt8.self, repeating: 0, count: MemoryLayout<Pointee>.size)
        return state
    }
}
