# SPDX-License-Identifier: Apache-2.0
"""The lab judged by programs that nobody here wrote, unmodified: impacket and
Samba's Python bindings as clients, samba-dcerpcd as the server behind it."""
