"""The library's other systems, each in the format of a product: web gate, wire, cloud, computers, servers, telephones.

Put here: what each of them logs on an ordinary day, and how what is planted stands in it. Not here: the wordings
(`texts`), Squid's log (`web`) and the letters themselves (`mail`).
"""
