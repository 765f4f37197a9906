"""What is known of words and settings is read anew for each test."""

import pytest

from citystage.stages.matchmaking.finding import knowledge


@pytest.fixture(autouse=True)
def _knowledge_is_fresh():
    knowledge.forget()
