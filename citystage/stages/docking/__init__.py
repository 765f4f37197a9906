"""Docking 对接跟踪: answers, questions, asks, promises, intents and agreements.

In: published scenarios, suggestions of matchmaking, meetings of events. Out: agreements, and an
outcome with its reason for every published opportunity.
"""
